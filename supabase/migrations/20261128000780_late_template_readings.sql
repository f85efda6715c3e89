-- What the look after a week finds on a completed request is an alarm: an exception there could be settled by nobody.

create or replace function public.engine_store_template_reading(p_reading uuid, p_changes jsonb, p_summary jsonb, p_cause text)
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
  if (p_summary ->> 'rejected')::integer > 0 and request.status = 'stabilising' then
    insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
    values (request.provider_id, request.client_id, request.id, 'TEMPLATE_RECATEGORISED', 'us')
    on conflict (request_id, code) where resolved_at is null do nothing;
  end if;
  -- Nothing of a completed request is open any more.
  if request.status = 'completed' then
    for lost in select x.name, x.language, x."destinationStatus" as status
      from jsonb_to_recordset(p_changes) as x (name text, language text, "destinationStatus" text, outcome text)
      where x.outcome = 'lost' and x."destinationStatus" is not null loop
      perform private.raise_alarm(request, jsonb_build_object('alarm', 'TEMPLATE_STOPPED', 'subject', lost.name || ' ' || lost.language,
        'facts', jsonb_build_object('event', lost.status)), now());
    end loop;
  end if;
  return private.close_change(request.id, 'template.reading', 'client',
    jsonb_build_object('moment', reading.moment, 'count', jsonb_array_length(p_changes)));
end $$;
