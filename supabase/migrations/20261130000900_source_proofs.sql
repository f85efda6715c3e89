-- The ids of the old account are typed by people. The provider's token is used on them only where Meta has shown the
-- request's own number there; which ids that was proved for is kept here, and other ids have to be proved anew.

create table private.source_proofs (
  request_id uuid primary key references public.migration_requests (id) on delete cascade,
  waba_id text,
  phone_number_id text,
  proved_at timestamptz not null default now()
);
comment on table private.source_proofs is 'For which ids of the old account Meta has shown the request''s number there, and when.';
create index source_proofs_account on private.source_proofs (waba_id) where waba_id is not null;
alter table private.source_proofs enable row level security;
alter table private.source_proofs force row level security;
revoke all on private.source_proofs from public, anon, authenticated, service_role;

create function private.is_source_proved(p_request public.migration_requests) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from private.source_proofs p where p.request_id = p_request.id
    and p.waba_id is not distinct from p_request.source_waba_id
    and p.phone_number_id is not distinct from p_request.source_phone_number_id);
$$;

-- Whoever merely typed the account's id holds nothing: only where the desk moves a number to, or what was proved.
create function private.is_source_others(p_request public.migration_requests) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.migration_requests o
      where o.destination_waba_id = p_request.source_waba_id and o.provider_id = p_request.provider_id and o.client_id <> p_request.client_id)
    or exists (select from private.source_proofs p join public.migration_requests o on o.id = p.request_id
      where p.waba_id = p_request.source_waba_id and o.provider_id = p_request.provider_id and o.client_id <> p_request.client_id);
$$;
comment on function private.is_source_others is 'Whether another client''s request of the provider holds the account that this one names as its old one.';

create function public.engine_prove_source(p_request uuid, p_waba_id text, p_phone_number_id text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.source_proofs as p (request_id, waba_id, phone_number_id)
  select r.id, r.source_waba_id, r.source_phone_number_id from public.migration_requests r
  where r.id = p_request and r.source_waba_id is not distinct from p_waba_id and r.source_phone_number_id is not distinct from p_phone_number_id
  on conflict (request_id) do update set waba_id = excluded.waba_id, phone_number_id = excluded.phone_number_id, proved_at = now();
end $$;
comment on function public.engine_prove_source is 'Meta has shown the request''s number at these ids; without effect where other ids stand there by now.';

create or replace function public.engine_context(p_request uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select jsonb_build_object(
      'request', to_jsonb(r),
      'source', jsonb_build_object('proved', private.is_source_proved(r), 'others', private.is_source_others(r)),
      'steps', coalesce((select jsonb_agg(to_jsonb(s) order by s.position) from public.cutover_steps s where s.request_id = r.id), '[]'),
      'snapshots', coalesce((select jsonb_agg(jsonb_build_object('side', n.side, 'moment', n.moment, 'data', n.data)) from (
        select distinct on (side, moment) side, moment, data from public.snapshots
        where request_id = r.id and moment <> 'check' order by side, moment, taken_at desc) as n), '[]'),
      -- A route without a copy makes them from what was recorded before.
      'templates', case when r.status <> 'stabilising' and r.route is distinct from 'R0' then '[]' else
        coalesce((select jsonb_agg(to_jsonb(x) order by x.name, x.language) from public.templates x where x.request_id = r.id), '[]') end,
      'heard_here', private.heard_here(r.id),
      'exchanged', private.exchanged(r.id),
      'connection', to_jsonb(c),
      'token', to_jsonb(t))
    from public.migration_requests r
    left join public.meta_connections c on c.id = coalesce(r.signup_connection_id, r.connection_id) and c.revoked_at is null
    left join private.connection_tokens t on t.connection_id = c.id
    where r.id = p_request);
end $$;

revoke execute on function private.is_source_proved(public.migration_requests), private.is_source_others(public.migration_requests),
  public.engine_prove_source(uuid, text, text) from public, anon, authenticated, service_role;
grant execute on function public.engine_prove_source(uuid, text, text) to service_role;
