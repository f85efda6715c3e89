-- That messages pass while a number is being moved, for whoever asks whether it works: never what they say or who wrote them.

create table public.message_sightings (
  id bigint generated always as identity primary key,
  provider_id uuid not null,
  client_id uuid not null,
  request_id uuid not null,
  direction text not null check (direction in ('in', 'out')),
  message_hash text not null,
  status text not null check (status in ('received', 'sent', 'delivered', 'read', 'failed', 'deleted')),
  at timestamptz not null,
  seen_at timestamptz not null default now(),
  unique (request_id, direction, message_hash, status),
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.message_sightings is 'That messages passed while a number is being moved: never their text or who wrote them.';
comment on column public.message_sightings.message_hash is 'SHA-256 of Meta''s message id in hex; the id itself holds a telephone number.';
comment on column public.message_sightings.at is 'As Meta dates it, but never later than it was heard of.';
create index message_sightings_request on public.message_sightings (provider_id, client_id, request_id, id desc);

alter table public.message_sightings enable row level security;
alter table public.message_sightings force row level security;
revoke all on public.message_sightings from public, anon, authenticated, service_role;
grant select on public.message_sightings to authenticated, service_role;
create policy message_sightings_select_own on public.message_sightings for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[]) or client_id = any ((select private.my_client_ids())::uuid[]));

-- p_sightings: [{"direction","hash","status","at" (ISO or null)}]. A busy number shows enough by its last five hundred.
create function private.note_sightings(p_request public.migration_requests, p_sightings jsonb, p_came timestamptz) returns void
language sql security definer set search_path = '' as $$
  insert into public.message_sightings (provider_id, client_id, request_id, direction, message_hash, status, at)
  select p_request.provider_id, p_request.client_id, p_request.id, x.direction, x.hash, x.status, least(coalesce(x.at, p_came), p_came)
  from jsonb_to_recordset(coalesce(p_sightings, '[]')) as x (direction text, hash text, status text, at timestamptz)
  on conflict (request_id, direction, message_hash, status) do nothing;
  delete from public.message_sightings where request_id = p_request.id and id <= (
    select id from public.message_sightings where request_id = p_request.id order by id desc offset 500 limit 1);
$$;
revoke execute on function private.note_sightings(public.migration_requests, jsonb, timestamptz) from public;

-- As before, and "sightings" of a change.
create or replace function public.engine_store_webhook(p_digest text, p_changes jsonb, p_problem text, p_keep boolean) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  change jsonb; request public.migration_requests; sent timestamptz; added integer := 0; came timestamptz;
begin
  select received_at into came from private.webhook_inbox where digest = p_digest for update;
  if not found then perform private.refuse(404, 'webhook_not_found'); end if;
  for change in select x from jsonb_array_elements(p_changes) as x order by x ->> 'key' loop
    -- A clock that goes ahead of ours changes nothing here.
    sent := least(coalesce((change ->> 'sentAt')::timestamptz, came), came);
    insert into private.webhook_changes as w (key, waba_id, field, event, facts, sent_at, received_at)
    values (change ->> 'key', change ->> 'wabaId', change ->> 'field', change ->> 'event', change -> 'facts', sent, came)
    -- Repeated within a week it is the same; later it has happened again.
    on conflict (key) do update set sent_at = excluded.sent_at, received_at = excluded.received_at
      where w.received_at < excluded.received_at - interval '8 days';
    if not found then continue; end if;
    added := added + 1;
    for request in select * from private.webhook_requests(change ->> 'wabaId', change) as r order by r.id loop
      select * into strict request from public.migration_requests where id = request.id for update;
      if change ->> 'alarm' is not null then perform private.raise_alarm(request, change, sent); end if;
      if request.status in ('cutover', 'stabilising') then perform private.note_sightings(request, change -> 'sightings', came); end if;
      if (change ->> 'heard')::boolean then perform private.hear_webhook(request, sent); end if;
      -- Read back now what would have been read in a while; where Meta asked us to wait, we wait.
      if (change ->> 'reread')::boolean then
        update public.cutover_steps s set wait_until = null from private.step_catalogue k
        where s.request_id = request.id and k.step = s.step and k.trigger = 'automatic' and s.state = 'pending' and s.wait_until > now()
          and not exists (select from public.request_exceptions e where e.request_id = request.id and e.resolved_at is null);
      end if;
    end loop;
  end loop;
  update private.webhook_inbox set processed_at = now(), problem = p_problem, body = case when p_keep then body end where digest = p_digest;
  return added;
end $$;
