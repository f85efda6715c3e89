-- After the move: the templates are read again at once, after a day and after a week, the missing ones are copied again
-- when somebody asks for it, and whoever takes the old texts away as a backup is on record.

create table public.template_readings (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  client_id uuid not null,
  request_id uuid not null,
  moment text not null check (moment in ('0h', '24h', '7d')),
  due_at timestamptz not null,
  tried_at timestamptz,
  attempts integer not null default 0,
  taken_at timestamptz,
  cause text,
  summary jsonb,
  unique (request_id, moment),
  check ((taken_at is null) = (summary is null)),
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.template_readings is 'Looks at the templates after the move; the one at 0 hours is the comparison of the move itself.';
comment on column public.template_readings.cause is 'Why the last try could not read them: an exception code or a kind of failure.';
comment on column public.template_readings.summary is 'As src/domain/templates/template-reading.ts describes it.';
create index template_readings_request on public.template_readings (provider_id, client_id, request_id);
create index template_readings_due on public.template_readings (due_at) where taken_at is null;
alter table public.template_readings enable row level security;
alter table public.template_readings force row level security;
revoke all on public.template_readings from public, anon, authenticated, service_role;
grant select on public.template_readings to authenticated, service_role;
create policy template_readings_select_own on public.template_readings for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[]) or client_id = any ((select private.my_client_ids())::uuid[]));

create function private.plan_template_readings() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  start timestamptz;
begin
  select coalesce(r.registered_at, now()) into start from public.migration_requests r where r.id = new.request_id;
  insert into public.template_readings (provider_id, client_id, request_id, moment, due_at, taken_at, summary)
  values (new.provider_id, new.client_id, new.request_id, '0h', now(), now(), jsonb_build_object(
      'kept', coalesce((new.result ->> 'kept')::integer, 0), 'lost', coalesce((new.result ->> 'lost')::integer, 0),
      'pending', coalesce((new.result ->> 'pending')::integer, 0), 'changed', 0, 'rejected', 0)),
    (new.provider_id, new.client_id, new.request_id, '24h', start + interval '24 hours', null, null),
    (new.provider_id, new.client_id, new.request_id, '7d', start + interval '7 days', null, null)
  on conflict (request_id, moment) do nothing;
  return null;
end $$;
create trigger cutover_steps_plan_template_readings after update of state on public.cutover_steps for each row
  when (new.step = 'compare' and new.state = 'done' and old.state <> 'done')
  execute function private.plan_template_readings();

-- Hands out readings that are due, each to one worker for a while; one that fails comes again, less and less often.
create function public.engine_due_template_readings(p_limit integer) returns jsonb
language sql security definer set search_path = '' as $$
  with due as (
    select t.id from public.template_readings t join public.migration_requests r on r.id = t.request_id
    where t.taken_at is null and t.due_at <= now() and t.attempts < 40 and r.status in ('stabilising', 'completed')
      and coalesce(t.tried_at, '-infinity') <= now() - make_interval(mins => 15 * least(t.attempts, 16))
    order by t.due_at limit p_limit for update of t skip locked),
  tried as (
    update public.template_readings t set tried_at = now(), attempts = attempts + 1
    from due where due.id = t.id returning t.id, t.request_id)
  select coalesce(jsonb_agg(jsonb_build_object('reading', id, 'request', request_id)), '[]') from tried;
$$;
comment on function public.engine_due_template_readings is 'Due readings as [{reading, request}], each taken for a quarter of an hour or more.';

create function public.engine_recorded_templates(p_request uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(to_jsonb(t) order by t.name, t.language), '[]') from public.templates t where t.request_id = p_request;
$$;

-- p_changes: the templates that look different now, as the move's records have them; null p_summary: it could not be read.
create function public.engine_store_template_reading(p_reading uuid, p_changes jsonb, p_summary jsonb, p_cause text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  reading public.template_readings; request public.migration_requests;
begin
  select * into reading from public.template_readings where id = p_reading;
  if not found then perform private.refuse(404, 'reading_not_found'); end if;
  select * into strict request from public.migration_requests where id = reading.request_id for update;
  if p_summary is null then
    update public.template_readings set cause = p_cause where id = p_reading and taken_at is null;
    return null;
  end if;
  update public.template_readings set taken_at = now(), cause = null, summary = p_summary where id = p_reading and taken_at is null;
  if not found then return null; end if;
  update public.templates t set destination_template_id = x."destinationTemplateId", destination_status = x."destinationStatus",
    outcome = x.outcome, why = x.why, updated_at = now()
  from jsonb_to_recordset(p_changes) as x (name text, language text, "destinationTemplateId" text, "destinationStatus" text,
    outcome text, why text)
  where t.request_id = request.id and t.name = x.name and t.language = x.language;
  if not exists (select from public.templates where request_id = request.id and outcome = 'pending') then
    update public.request_exceptions set resolved_at = now()
    where request_id = request.id and code = 'TEMPLATES_PARTIAL' and resolved_at is null;
    update public.migration_requests set tracks = tracks || '{"templates": "done"}'
    where id = request.id and tracks ->> 'templates' = 'partial';
  end if;
  if (p_summary ->> 'rejected')::integer > 0 then
    insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
    values (request.provider_id, request.client_id, request.id, 'TEMPLATE_RECATEGORISED', 'us')
    on conflict (request_id, code) where resolved_at is null do nothing;
  end if;
  return private.close_change(request.id, 'template.reading', 'client',
    jsonb_build_object('moment', reading.moment, 'count', jsonb_array_length(p_changes)));
end $$;

-- Copies the missing ones again, by their ids: the comparison is made once more and begins with them.
create function public.retry_templates(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'cutover.retry');
  if request.status <> 'stabilising' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if not exists (select from public.templates where request_id = p_request and outcome = 'pending') then
    perform private.refuse(409, 'nothing_to_copy');
  end if;
  update public.cutover_steps set state = 'pending', attempts = 0, wait_until = null, finished_at = null, result = '{"retry": []}'
  where request_id = p_request and step = 'compare' and state = 'done';
  if not found then perform private.refuse(409, 'step_not_due', 'compare'); end if;
  update public.request_exceptions set resolved_at = now()
  where request_id = p_request and code in ('TEMPLATE_LIMIT', 'TEMPLATES_PARTIAL') and resolved_at is null;
  update public.migration_requests set tracks = tracks || '{"templates": "working"}' where id = p_request;
  return private.close_change(p_request, 'template.retry', 'client');
end $$;
comment on function public.retry_templates is 'Has the templates that are not there yet copied again by id, and the comparison made once more.';

-- Nothing of the request changes, so its version stays; once a minute is enough for anybody.
create function public.record_template_backup(p_request uuid)
returns uuid language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; event bigint; latest timestamptz;
begin
  request := private.open_request(p_request, null, 'request.read', true);
  if request.status = 'draft' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if request.source_waba_id is null then perform private.refuse(409, 'source_missing'); end if;
  if request.connection_id is null then perform private.refuse(409, 'route_missing'); end if;
  select max(created_at) into latest from public.events where request_id = p_request and kind = 'template.backup';
  perform private.check_wait(latest + interval '1 minute');
  insert into public.events (provider_id, client_id, request_id, kind, visibility, actor_kind, actor_id, from_status, to_status)
  values (request.provider_id, request.client_id, request.id, 'template.backup', 'client',
    private.actor_kind(request.provider_id), (select auth.uid()), request.status, request.status)
  returning id into event;
  insert into private.outbox (provider_id, request_id, event_id, kind)
  values (request.provider_id, request.id, event, 'template.backup');
  return request.id;
end $$;
comment on function public.record_template_backup is 'Records who takes the texts of the old templates away, before the first byte leaves.';

revoke execute on function private.plan_template_readings() from public;
revoke execute on function public.engine_due_template_readings(integer), public.engine_recorded_templates(uuid),
  public.engine_store_template_reading(uuid, jsonb, jsonb, text), public.retry_templates(uuid, integer),
  public.record_template_backup(uuid) from public, anon, authenticated, service_role;
grant execute on function public.retry_templates(uuid, integer), public.record_template_backup(uuid) to authenticated;
grant execute on function public.engine_due_template_readings(integer), public.engine_recorded_templates(uuid),
  public.engine_store_template_reading(uuid, jsonb, jsonb, text) to service_role;
