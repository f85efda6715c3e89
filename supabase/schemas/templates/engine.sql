-- Stores forecasts and readings of templates.

-- p_templates:
-- [{"name","language","category","sourceTemplateId","sourceStatus","sourceQuality","forecast","why","collides"}], all
-- of the source. A move that has begun keeps its first forecast.
create function public.engine_store_template_forecast(p_request uuid, p_templates jsonb, p_summary jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  select * into request from public.migration_requests where id = p_request for update;
  if not found then perform private.refuse(404, 'request_not_found'); end if;
  if request.status not in ('submitted', 'preparing', 'scheduled')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  delete from public.templates t where t.request_id = p_request and not exists (
    select from jsonb_to_recordset(p_templates) as f (name text, language text) where f.name = t.name
      and f.language = t.language);
  insert into public.templates as t (provider_id, client_id, request_id, name, language, category, source_template_id,
    source_status, source_quality, outcome, why, forecast, forecast_why, collides)
  select request.provider_id, request.client_id, request.id, f.name, f.language, f.category, f."sourceTemplateId",
    f."sourceStatus", f."sourceQuality", 'pending', 'not_copied_yet', f.forecast, f.why, f.collides
  from jsonb_to_recordset(p_templates) as f (name text, language text, category text, "sourceTemplateId" text,
    "sourceStatus" text, "sourceQuality" text, forecast text, why text, collides boolean)
  on conflict (request_id, name, language) do update set category = excluded.category,
    source_template_id = excluded.source_template_id, source_status = excluded.source_status,
    source_quality = excluded.source_quality, outcome = 'pending', why = 'not_copied_yet', destination_template_id
      = null,
    destination_status = null, forecast = excluded.forecast, forecast_why = excluded.forecast_why,
    collides = excluded.collides, updated_at = now();
  insert into public.template_forecasts (provider_id, client_id, request_id, summary)
  values (request.provider_id, request.client_id, request.id, p_summary)
  on conflict (request_id) do update set taken_at = now(), summary = excluded.summary;
  -- How many of all are kept; if none is lost or at risk, there is nothing to agree on. A person's statement stays.
  update public.checks set evidence_kind = 'api', evidence_field = 'message_templates', cause = null, read_at = now(),
    updated_at = now(),
    evidence_value = concat(s.total - s.doubtful, '/', s.total), status = case when s.doubtful = 0 then 'passed'
      else 'pending' end
  from (select (p_summary ->> 'total')::integer as total,
    (p_summary -> 'classes' ->> 'at_risk')::integer + (p_summary -> 'classes' ->> 'lost')::integer as doubtful) as s
  where request_id = p_request and code = 'TEMPLATES_PLAN'
    and (status in ('pending', 'stale') or (status = 'passed' and evidence_kind = 'api'));
  return private.close_change(p_request, 'template.forecast', 'client',
    jsonb_build_object('count', p_summary -> 'total'));
end $$;

-- Hands out due readings, each to one worker for a while; one that fails returns less and less often.
create function public.engine_due_template_readings(p_limit integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare due public.template_readings; handed jsonb := '[]';
begin
  perform private.give_up_readings();
  for due in
    select t.* from public.template_readings t join public.migration_requests r on r.id = t.request_id
    where t.taken_at is null and t.due_at <= now() and t.attempts < 40 and r.status in ('monitoring', 'completed')
      and coalesce(t.tried_at, '-infinity') <= now() - make_interval(mins => 15 * least(t.attempts, 16))
      and (private.open_halt(r.provider_id)).id is null and private.paused_until(t.request_id) is null
      and (t.moment <> 'webhook' or private.may_read_account(r.provider_id, r.destination_waba_id))
    order by t.due_at limit p_limit for update of t skip locked for key share of r skip locked
  loop
    update public.template_readings set tried_at = now(), attempts = attempts + 1 where id = due.id;
    if due.moment = 'webhook' then perform private.count_reading(due.request_id); end if;
    handed := handed || jsonb_build_object('reading', due.id, 'request', due.request_id);
  end loop;
  return handed;
end $$;
comment on function public.engine_due_template_readings
  is 'Due readings as [{reading, request}], each taken for at least a quarter of an hour.';

create function public.engine_recorded_templates(p_request uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(to_jsonb(t) order by t.name, t.language), '[]') from public.templates t
    where t.request_id = p_request;
$$;

-- What the reading after a week finds on a completed request is an alarm: nobody could settle an exception there.
-- p_changes: the templates that look different now, in the form of the move's records; null p_summary: the reading
-- failed.
create function public.engine_store_template_reading(p_reading uuid, p_changes jsonb, p_summary jsonb, p_cause text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  reading public.template_readings; request public.migration_requests; lost record;
begin
  select * into reading from public.template_readings where id = p_reading;
  if not found then perform private.refuse(404, 'reading_not_found'); end if;
  select * into strict request from public.migration_requests where id = reading.request_id for update;
  if p_summary is null then
    update public.template_readings set cause = p_cause where id = p_reading and taken_at is null;
    return null;
  end if;
  update public.template_readings set taken_at = now(), cause = null, summary = p_summary where id = p_reading
    and taken_at is null;
  if not found then return null; end if;
  update public.templates t set destination_template_id = x."destinationTemplateId", destination_status
    = x."destinationStatus",
    outcome = x.outcome, why = x.why, updated_at = now()
  from jsonb_to_recordset(p_changes) as x (name text, language text, "destinationTemplateId" text,
    "destinationStatus" text,
    outcome text, why text)
  where t.request_id = request.id and t.name = x.name and t.language = x.language;
  if not exists (select from public.templates where request_id = request.id and outcome = 'pending') then
    update public.request_exceptions set resolved_at = now()
    where request_id = request.id and code = 'TEMPLATES_PARTIAL' and resolved_at is null;
    update public.migration_requests set tracks = tracks || '{"templates": "done"}'
    where id = request.id and tracks ->> 'templates' = 'partial';
  end if;
  if (p_summary ->> 'rejected')::integer > 0 and request.status = 'monitoring' then
    insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
    values (request.provider_id, request.client_id, request.id, 'TEMPLATE_RECATEGORISED', 'us')
    on conflict (request_id, code) where resolved_at is null do nothing;
  end if;
  -- A completed request has nothing open any more.
  if request.status = 'completed' then
    for lost in select x.name, x.language, x."destinationStatus" as status
      from jsonb_to_recordset(p_changes) as x (name text, language text, "destinationStatus" text, outcome text)
      where x.outcome = 'lost' and x."destinationStatus" is not null loop
      perform private.raise_alarm(request, jsonb_build_object('alarm', 'TEMPLATE_STOPPED', 'subject', lost.name || ' '
        || lost.language,
        'facts', jsonb_build_object('event', lost.status)), now());
    end loop;
  end if;
  return private.close_change(request.id, 'template.reading', 'client',
    jsonb_build_object('moment', reading.moment, 'count', jsonb_array_length(p_changes)));
end $$;

grant execute on function public.engine_store_template_forecast(uuid, jsonb, jsonb),
  public.engine_due_template_readings(integer), public.engine_recorded_templates(uuid),
  public.engine_store_template_reading(uuid, jsonb, jsonb, text)
  to service_role;
