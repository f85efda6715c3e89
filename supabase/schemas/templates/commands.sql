-- Takes people's commands on templates.

-- Templates can also be predicted for a move through the signup window: the new account holds none.
create function public.read_templates(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'check.run');
  if request.status not in ('submitted', 'preparing', 'scheduled')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  -- The signup window creates the account: it is empty.
  if request.destination_waba_id is null and request.route is distinct
    from 'R1' then perform private.refuse(409, 'route_missing'); end if;
  if request.source_waba_id is null then perform private.refuse(409, 'source_missing'); end if;
  return private.close_change(p_request, 'template.read', 'internal');
end $$;
comment on function public.read_templates
  is 'Records who requested the inventory; the function templates then reads both sides and stores the forecast.';

-- p_sends: [[name, language, sends a month or null]]; templates not listed keep what they have.
create function public.set_template_sends(p_request uuid, p_version integer, p_sends jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; known integer;
begin
  request := private.open_request(p_request, p_version, 'request.edit');
  if request.status not in ('submitted', 'preparing', 'scheduled', 'cutover', 'monitoring') then
    perform private.refuse(409, 'wrong_status', request.status);
  end if;
  if coalesce(jsonb_typeof(p_sends), '') <> 'array' or jsonb_array_length(p_sends) not between 1 and 10000 then
    perform private.refuse(400, 'invalid_input', 'sends');
  end if;
  begin
    update public.templates t set monthly_sends = (x ->> 2)::bigint, updated_at = now()
    from jsonb_array_elements(p_sends) as x
    where t.request_id = p_request and t.name = x ->> 0 and t.language = x ->> 1;
    get diagnostics known = row_count;
  exception when data_exception or check_violation then
    perform private.refuse(400, 'invalid_input', 'sends');
  end;
  if known = 0 then perform private.refuse(404, 'template_not_found'); end if;
  return private.close_change(p_request, 'template.sends', 'internal',
    jsonb_build_object('count', known, 'unknown', jsonb_array_length(p_sends) - known));
end $$;

create function public.template_counts(p_request uuid)
returns table (forecast text, forecast_why text, collides boolean, outcome text, why text, templates bigint,
  sends bigint)
language sql stable set search_path = '' as $$
  select t.forecast, t.forecast_why, t.collides, t.outcome, t.why, count(*), coalesce(sum(t.monthly_sends), 0)::bigint
  from public.templates t where t.request_id = p_request group by 1, 2, 3, 4, 5;
$$;
comment on function public.template_counts
  is 'How many templates of a request have each forecast and outcome, under the reader''s own rights.';

-- Copies the missing ones again, by their ids: the comparison is repeated and begins with them.
create function public.retry_templates(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'cutover.retry');
  if request.status <> 'monitoring' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if not exists (select from public.templates where request_id = p_request and outcome = 'pending') then
    perform private.refuse(409, 'nothing_to_copy');
  end if;
  update public.cutover_steps set state = 'pending', attempts = 0, wait_until = null, finished_at = null, result
    = '{"retry": []}'
  where request_id = p_request and step = 'compare' and state = 'done';
  if not found then perform private.refuse(409, 'step_not_due', 'compare'); end if;
  update public.request_exceptions set retried_at = now()
  where request_id = p_request and code in ('TEMPLATE_LIMIT', 'TEMPLATES_PARTIAL') and resolved_at is null;
  update public.migration_requests set tracks = tracks || '{"templates": "working"}' where id = p_request;
  return private.close_change(p_request, 'template.retry', 'client');
end $$;
comment on function public.retry_templates
  is 'Copies the templates that are still missing again by id, and repeats the comparison.';

-- Nothing of the request changes, so its version stays; at most once a minute.
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
  insert into public.events (provider_id, client_id, request_id, kind, visibility, actor_kind, actor_id, from_status,
    to_status)
  values (request.provider_id, request.client_id, request.id, 'template.backup', 'client',
    private.actor_kind(request.provider_id), (select auth.uid()), request.status, request.status)
  returning id into event;
  insert into private.outbox (provider_id, request_id, event_id, kind)
  values (request.provider_id, request.id, event, 'template.backup');
  return request.id;
end $$;
comment on function public.record_template_backup
  is 'Records who downloads the texts of the old templates, before the first byte leaves.';

grant execute on function public.read_templates(uuid, integer), public.set_template_sends(uuid, integer, jsonb),
  public.template_counts(uuid), public.retry_templates(uuid, integer), public.record_template_backup(uuid)
  to authenticated;
