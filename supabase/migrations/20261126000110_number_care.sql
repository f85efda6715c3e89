-- What people and the desk do with a number that was just moved: give it a new PIN, send a test message, and measure by
-- small messages how long it could not send or receive. Each call has its row before it is made.

insert into private.permissions (role, permission) values
  ('admin', 'pin.set'), ('manager', 'pin.set'), ('client', 'pin.set'), ('admin', 'message.test'), ('manager', 'message.test'), ('client', 'integration.confirm');

create table public.pin_settings (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  client_id uuid not null,
  request_id uuid not null,
  set_by uuid not null,
  side text not null check (side in ('member', 'client')),
  opened_at timestamptz not null default now(),
  closed_at timestamptz,
  outcome text check (outcome in ('set', 'refused', 'unknown')),
  check ((closed_at is null) = (outcome is null)),
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.pin_settings is 'When a new PIN was given to a number and to whom it was shown, once; the PIN itself is nowhere.';
create index pin_settings_request on public.pin_settings (provider_id, client_id, request_id, opened_at desc);
create unique index pin_settings_one_open on public.pin_settings (request_id) where closed_at is null;
alter table public.pin_settings enable row level security;
alter table public.pin_settings force row level security;
revoke all on public.pin_settings from public, anon, authenticated, service_role;
grant select on public.pin_settings to authenticated, service_role;
create policy pin_settings_select_own on public.pin_settings for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[]) or client_id = any ((select private.my_client_ids())::uuid[]));

create table public.test_messages (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  client_id uuid not null,
  request_id uuid not null,
  purpose text not null check (purpose in ('smoke', 'probe')),
  direction text not null check (direction in ('in', 'out')),
  sent_by uuid,
  last_four text not null,
  opened_at timestamptz not null default now(),
  closed_at timestamptz,
  outcome text check (outcome in ('accepted', 'refused', 'unreachable')),
  error_number integer,
  message_hash text,
  check ((closed_at is null) = (outcome is null)),
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.test_messages is 'Messages by which people or the probe try whether the number works; how they fared is in message_sightings.';
comment on column public.test_messages.direction is 'out: from the moved number; in: from the provider''s probing number to it.';
comment on column public.test_messages.last_four is 'Of the other number.';
comment on column public.test_messages.message_hash is 'SHA-256 of Meta''s message id in hex, as in message_sightings.';
create index test_messages_request on public.test_messages (provider_id, client_id, request_id, opened_at desc);
alter table public.test_messages enable row level security;
alter table public.test_messages force row level security;
revoke all on public.test_messages from public, anon, authenticated, service_role;
grant select on public.test_messages to authenticated, service_role;
create policy test_messages_select_own on public.test_messages for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[]) or client_id = any ((select private.my_client_ids())::uuid[]));

create table public.probe_settings (
  provider_id uuid primary key references public.providers (id),
  phone_number text not null check (phone_number ~ '^\+[1-9][0-9]{6,14}$'),
  phone_number_id text not null check (phone_number_id ~ '^[0-9]{5,25}$'),
  template_name text not null check (template_name ~ '^[a-z0-9_]+$' and length(template_name) <= 512),
  template_language text not null check (template_language ~ '^[a-z]{2,3}(_[A-Z]{2})?$'),
  interval_seconds integer not null check (interval_seconds between 5 and 600),
  updated_at timestamptz not null default now()
);
comment on table public.probe_settings is 'The provider''s own number by which the gap of its moves is measured; without a row nothing is probed.';
alter table public.probe_settings enable row level security;
alter table public.probe_settings force row level security;
revoke all on public.probe_settings from public, anon, authenticated, service_role;
grant select on public.probe_settings to authenticated, service_role;
create policy probe_settings_select_own_provider on public.probe_settings for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[]));

-- Opens the number of a request that was moved for one call of a person.
create function private.open_moved_number(p_request uuid, p_version integer, p_permission text) returns public.migration_requests
language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests := private.open_request(p_request, p_version, p_permission);
begin
  if request.status not in ('stabilising', 'completed') then perform private.refuse(409, 'wrong_status', request.status); end if;
  perform private.refuse_halted(request.provider_id);
  return request;
end $$;

create function public.begin_pin(p_request uuid, p_version integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests := private.open_moved_number(p_request, p_version, 'pin.set'); opened uuid; used integer; oldest timestamptz;
begin
  -- A function that was cut off says nothing any more.
  update public.pin_settings set closed_at = now(), outcome = 'unknown'
  where request_id = p_request and closed_at is null and opened_at < now() - interval '1 minute';
  perform private.check_wait((select opened_at + interval '1 minute' from public.pin_settings where request_id = p_request and closed_at is null));
  select count(*), min(opened_at) into used, oldest from public.pin_settings where request_id = p_request and opened_at > now() - interval '24 hours';
  if used >= 5 then perform private.check_wait(oldest + interval '24 hours'); end if;
  insert into public.pin_settings (provider_id, client_id, request_id, set_by, side)
  values (request.provider_id, request.client_id, request.id, (select auth.uid()), private.actor_kind(request.provider_id)) returning id into opened;
  return private.close_change(p_request, 'pin.set', 'client') || jsonb_build_object('act', opened);
end $$;
comment on function public.begin_pin is 'Before a new PIN is set: {id, reference, status, version, act}. Five in a day are enough for anybody.';

create function public.engine_end_pin(p_act uuid, p_outcome text, p_enabled boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare setting public.pin_settings;
begin
  update public.pin_settings set closed_at = now(), outcome = p_outcome where id = p_act and closed_at is null returning * into setting;
  if not found then perform private.refuse(404, 'act_not_found'); end if;
  perform from public.migration_requests where id = setting.request_id for update;
  if p_outcome = 'set' and p_enabled then
    update public.migration_requests set tracks = tracks || '{"security_pin":"done"}'
    where id = setting.request_id and status = 'stabilising' and tracks ->> 'security_pin' <> 'not_applicable';
  end if;
  return private.close_change(setting.request_id, 'pin.ended', 'client', jsonb_build_object('outcome', p_outcome, 'confirmed', coalesce(p_enabled, false)));
end $$;
comment on function public.engine_end_pin is 'p_outcome: set, refused or unknown; p_enabled: whether Meta then showed two-step verification as on.';

create function public.begin_test_message(p_request uuid, p_version integer, p_to text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests := private.open_moved_number(p_request, p_version, 'message.test'); opened uuid; used integer; oldest timestamptz;
begin
  if coalesce(p_to, '') !~ '^\+[1-9][0-9]{6,14}$' or p_to = request.phone_number then perform private.refuse(400, 'invalid_input', 'to'); end if;
  select count(*), min(opened_at) into used, oldest from public.test_messages
  where request_id = p_request and purpose = 'smoke' and opened_at > now() - interval '24 hours';
  if used >= 20 then perform private.check_wait(oldest + interval '24 hours'); end if;
  insert into public.test_messages (provider_id, client_id, request_id, purpose, direction, sent_by, last_four)
  values (request.provider_id, request.client_id, request.id, 'smoke', 'out', (select auth.uid()), right(p_to, 4)) returning id into opened;
  return private.close_change(p_request, 'message.test', 'client', jsonb_build_object('lastFour', right(p_to, 4))) || jsonb_build_object('act', opened);
end $$;
comment on function public.begin_test_message is 'Before a test message is sent: {id, reference, status, version, act}.';

create function public.engine_end_test_message(p_act uuid, p_outcome text, p_error integer, p_message_hash text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.test_messages set closed_at = now(), outcome = p_outcome, error_number = p_error, message_hash = p_message_hash
  where id = p_act and closed_at is null;
  if not found then perform private.refuse(404, 'act_not_found'); end if;
end $$;

create function public.save_probe(p_provider uuid, p_phone_number text, p_phone_number_id text, p_template_name text,
  p_template_language text, p_interval_seconds integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'settings.manage');
  insert into public.probe_settings (provider_id, phone_number, phone_number_id, template_name, template_language, interval_seconds)
  values (p_provider, p_phone_number, p_phone_number_id, p_template_name, p_template_language, p_interval_seconds)
  on conflict (provider_id) do update set phone_number = excluded.phone_number, phone_number_id = excluded.phone_number_id,
    template_name = excluded.template_name, template_language = excluded.template_language,
    interval_seconds = excluded.interval_seconds, updated_at = now();
  return jsonb_build_object('id', p_provider);
exception when check_violation or not_null_violation then
  perform private.refuse(400, 'invalid_input', 'probe');
end $$;

create function public.end_probe(p_provider uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'settings.manage');
  delete from public.probe_settings where provider_id = p_provider;
  return jsonb_build_object('id', p_provider);
end $$;

-- Opens a message each way for every move between its verified code and ten minutes after it was registered: sixty
-- rounds at the most before, for an approval may take its time, and a hundred and twenty after.
create function public.engine_due_probes(p_limit integer) returns jsonb
language sql security definer set search_path = '' as $$
  with due as (
    select r.id, r.provider_id, r.client_id, r.destination_phone_number_id, r.phone_number, p.phone_number as probe,
      p.phone_number_id as probe_id, p.template_name, p.template_language
    from public.migration_requests r join public.probe_settings p on p.provider_id = r.provider_id
    where r.status in ('cutover', 'stabilising') and r.destination_phone_number_id is not null and p.phone_number <> r.phone_number
      and (r.registered_at is null or r.registered_at > now() - interval '10 minutes')
      and exists (select from public.cutover_steps s where s.request_id = r.id
        and s.step in ('verify_code', 'embedded_signup', 'move_under_intent', 'record_ids') and s.state in ('done', 'skipped'))
      and not exists (select from public.test_messages m where m.request_id = r.id and m.purpose = 'probe'
        and m.opened_at > now() - make_interval(secs => p.interval_seconds))
      and (select count(*) from public.test_messages m where m.request_id = r.id and m.purpose = 'probe' and m.direction = 'out'
        and (r.registered_at is null or m.opened_at > r.registered_at)) < case when r.registered_at is null then 60 else 120 end
      and (private.open_halt(r.provider_id)).id is null
    order by r.id limit p_limit for update of r skip locked),
  opened as (
    insert into public.test_messages (provider_id, client_id, request_id, purpose, direction, last_four)
    select d.provider_id, d.client_id, d.id, 'probe', w.direction, right(d.probe, 4) from due d, (values ('out'), ('in')) as w (direction)
    returning id, request_id, direction)
  select coalesce(jsonb_agg(jsonb_build_object('act', o.id, 'request', d.id,
    'fromId', case o.direction when 'out' then d.destination_phone_number_id else d.probe_id end,
    'to', case o.direction when 'out' then d.probe else d.phone_number end,
    'template', d.template_name, 'language', d.template_language)), '[]')
  from opened o join due d on d.id = o.request_id;
$$;
comment on function public.engine_due_probes is 'Messages to send now, each with its row open: [{act, request, fromId, to, template, language}].';

create function public.confirm_integration(p_request uuid, p_version integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests := private.open_request(p_request, p_version, 'integration.confirm');
begin
  if request.status <> 'stabilising' then perform private.refuse(409, 'wrong_status', request.status); end if;
  update public.migration_requests set tracks = tracks || '{"client_integration":"done"}' where id = p_request;
  return private.close_change(p_request, 'integration.confirm', 'client');
end $$;
comment on function public.confirm_integration is 'The client says that its own systems send and receive through the new provider: nobody else can know.';

revoke execute on function private.open_moved_number(uuid, integer, text) from public;
grant execute on function public.begin_pin(uuid, integer), public.begin_test_message(uuid, integer, text), public.confirm_integration(uuid, integer),
  public.save_probe(uuid, text, text, text, text, integer), public.end_probe(uuid) to authenticated;
grant execute on function public.engine_end_pin(uuid, text, boolean), public.engine_end_test_message(uuid, text, integer, text),
  public.engine_due_probes(integer) to service_role;
