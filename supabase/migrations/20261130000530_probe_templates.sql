-- A number may send what its own account has had approved, and never Meta's sample hello_world, which is refused outside
-- Meta's public test numbers: the template of each measured move is chosen from the account that the number goes to. That of
-- the provider's probing number is its own, from the settings.

create table private.probe_templates (
  request_id uuid primary key references public.migration_requests (id),
  name text,
  language text,
  looked_at timestamptz not null default now(),
  check ((name is null) = (language is null))
);
comment on table private.probe_templates is 'What a move''s messages out are sent by; without a name the account had nothing to send when it was looked at.';
alter table private.probe_templates enable row level security;
alter table private.probe_templates force row level security;
revoke all on private.probe_templates from public, anon, authenticated, service_role;

-- Between its verified code and ten minutes after it was registered.
create function private.may_be_probed(p_request public.migration_requests) returns boolean
language sql stable security definer set search_path = '' as $$
  select p_request.status in ('cutover', 'stabilising') and p_request.destination_phone_number_id is not null
    and (p_request.registered_at is null or p_request.registered_at > now() - interval '10 minutes')
    and exists (select from public.cutover_steps s where s.request_id = p_request.id
      and s.step in ('verify_code', 'embedded_signup', 'move_under_intent', 'record_ids') and s.state in ('done', 'skipped'))
    and (private.open_halt(p_request.provider_id)).id is null and private.paused_until(p_request.id) is null;
$$;

create function public.engine_due_probe_templates(p_limit integer) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(x.id), '[]') from (
    select r.id from public.migration_requests r join public.probe_settings p on p.provider_id = r.provider_id
    left join private.probe_templates t on t.request_id = r.id
    where r.status in ('cutover', 'stabilising') and r.destination_waba_id is not null and p.phone_number <> r.phone_number
      and t.name is null and coalesce(t.looked_at, '-infinity') < now() - interval '5 minutes' and private.may_be_probed(r)
    order by r.id limit p_limit) as x;
$$;
comment on function public.engine_due_probe_templates is 'Moves that are measured and have no template yet: [request]. An account that had none is looked at again after five minutes.';

create function public.engine_choose_probe_template(p_request uuid, p_name text, p_language text) returns void
language sql security definer set search_path = '' as $$
  insert into private.probe_templates as t (request_id, name, language) values (p_request, p_name, p_language)
  on conflict (request_id) do update set name = excluded.name, language = excluded.language, looked_at = now();
$$;
comment on function public.engine_choose_probe_template is 'p_name, p_language: null when the account has nothing that can be sent as it is.';

-- Opens a message each way for every such move: sixty rounds at the most before it is registered, for an approval may take
-- its time, and a hundred and twenty after. A way without a template is left out.
create or replace function public.engine_due_probes(p_limit integer) returns jsonb
language sql security definer set search_path = '' as $$
  with due as (
    select r.id, r.provider_id, r.client_id, r.destination_phone_number_id, r.phone_number, p.phone_number as probe,
      p.phone_number_id as probe_id, p.template_name, p.template_language, t.name as own_template, t.language as own_language
    from public.migration_requests r join public.probe_settings p on p.provider_id = r.provider_id
    left join private.probe_templates t on t.request_id = r.id
    where r.status in ('cutover', 'stabilising') and p.phone_number <> r.phone_number and private.may_be_probed(r)
      and (t.name is not null or p.template_name <> 'hello_world')
      and not exists (select from public.test_messages m where m.request_id = r.id and m.purpose = 'probe'
        and m.opened_at > now() - make_interval(secs => p.interval_seconds))
      and coalesce((select max(c.n) from (select count(*) as n from public.test_messages m where m.request_id = r.id and m.purpose = 'probe'
        and (r.registered_at is null or m.opened_at > r.registered_at) group by m.direction) as c), 0)
        < case when r.registered_at is null then 60 else 120 end
    order by r.id limit p_limit for update of r skip locked),
  opened as (
    insert into public.test_messages (provider_id, client_id, request_id, purpose, direction, last_four)
    select d.provider_id, d.client_id, d.id, 'probe', w.direction, right(d.probe, 4) from due d, (values ('out'), ('in')) as w (direction)
    where case w.direction when 'out' then d.own_template is not null else d.template_name <> 'hello_world' end
    returning id, request_id, direction)
  select coalesce(jsonb_agg(jsonb_build_object('act', o.id, 'request', d.id,
    'fromId', case o.direction when 'out' then d.destination_phone_number_id else d.probe_id end,
    'to', case o.direction when 'out' then d.probe else d.phone_number end,
    'template', case o.direction when 'out' then d.own_template else d.template_name end,
    'language', case o.direction when 'out' then d.own_language else d.template_language end)), '[]')
  from opened o join due d on d.id = o.request_id;
$$;

-- As before, but the sample is none. What was saved with it stays, and measures no messages in until another is named.
create or replace function public.save_probe(p_provider uuid, p_phone_number text, p_phone_number_id text, p_template_name text,
  p_template_language text, p_interval_seconds integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'settings.manage');
  if p_template_name = 'hello_world' then perform private.refuse(400, 'sample_template'); end if;
  insert into public.probe_settings (provider_id, phone_number, phone_number_id, template_name, template_language, interval_seconds)
  values (p_provider, p_phone_number, p_phone_number_id, p_template_name, p_template_language, p_interval_seconds)
  on conflict (provider_id) do update set phone_number = excluded.phone_number, phone_number_id = excluded.phone_number_id,
    template_name = excluded.template_name, template_language = excluded.template_language,
    interval_seconds = excluded.interval_seconds, updated_at = now();
  return jsonb_build_object('id', p_provider);
exception when check_violation or not_null_violation then
  perform private.refuse(400, 'invalid_input', 'probe');
end $$;
comment on column public.probe_settings.template_name is 'Of the probing number''s own account; without variables, and not hello_world.';

create function public.read_test_templates(p_request uuid, p_version integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests := private.open_moved_number(p_request, p_version, 'message.test');
begin
  if request.destination_waba_id is null then perform private.refuse(409, 'route_missing'); end if;
  return jsonb_build_object('id', p_request, 'status', request.status);
end $$;
comment on function public.read_test_templates is 'Whether the person may send test messages from this number: asked before Meta is asked what can be sent.';

revoke execute on function private.may_be_probed(public.migration_requests), public.engine_due_probe_templates(integer),
  public.engine_choose_probe_template(uuid, text, text), public.read_test_templates(uuid, integer) from public, anon, authenticated, service_role;
grant execute on function public.engine_due_probe_templates(integer), public.engine_choose_probe_template(uuid, text, text) to service_role;
grant execute on function public.read_test_templates(uuid, integer) to authenticated;
