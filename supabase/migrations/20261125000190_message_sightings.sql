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
