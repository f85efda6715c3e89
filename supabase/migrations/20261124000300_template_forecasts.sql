-- What will become of the templates, foretold before the move and held against what came of it.

alter table public.templates
  add column forecast text check (forecast in ('kept', 'kept_by_api', 'at_risk', 'lost')),
  add column forecast_why text,
  add column collides boolean not null default false,
  add column monthly_sends bigint check (monthly_sends >= 0),
  add check ((forecast is null) = (forecast_why is null));
comment on column public.templates.forecast is 'As src/domain/templates/template-forecast.ts judged it before the move; null without a forecast.';
comment on column public.templates.collides is 'The destination had one of this name and language already: it stays as it is.';
comment on column public.templates.monthly_sends is 'Messages a month, as somebody said; null where nobody did.';

create table public.template_forecasts (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  client_id uuid not null,
  request_id uuid not null unique,
  taken_at timestamptz not null default now(),
  summary jsonb not null,
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.template_forecasts is 'The latest forecast of a request: counts and slots, as in src/domain/templates/forecast-schema.ts.';
create index template_forecasts_request on public.template_forecasts (provider_id, client_id, request_id);
alter table public.template_forecasts enable row level security;
alter table public.template_forecasts force row level security;
revoke all on public.template_forecasts from public, anon, authenticated, service_role;
grant select on public.template_forecasts to authenticated, service_role;
create policy template_forecasts_select_own on public.template_forecasts for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[]) or client_id = any ((select private.my_client_ids())::uuid[]));

create function public.read_templates(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'check.run');
  if request.status not in ('submitted', 'preparing', 'scheduled') then perform private.refuse(409, 'wrong_status', request.status); end if;
  if request.destination_waba_id is null then perform private.refuse(409, 'route_missing'); end if;
  if request.source_waba_id is null then perform private.refuse(409, 'source_missing'); end if;
  return private.close_change(p_request, 'template.read', 'internal');
end $$;
comment on function public.read_templates is 'Records who asked for the inventory; the function templates then reads both sides and stores the forecast.';

-- p_templates: [{"name","language","category","sourceTemplateId","sourceStatus","sourceQuality","forecast","why","collides"}],
-- all of the source. A move that has begun keeps the forecast that it began with.
create function public.engine_store_template_forecast(p_request uuid, p_templates jsonb, p_summary jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  select * into request from public.migration_requests where id = p_request for update;
  if not found then perform private.refuse(404, 'request_not_found'); end if;
  if request.status not in ('submitted', 'preparing', 'scheduled') then perform private.refuse(409, 'wrong_status', request.status); end if;
  delete from public.templates t where t.request_id = p_request and not exists (
    select from jsonb_to_recordset(p_templates) as f (name text, language text) where f.name = t.name and f.language = t.language);
  insert into public.templates as t (provider_id, client_id, request_id, name, language, category, source_template_id,
    source_status, source_quality, outcome, why, forecast, forecast_why, collides)
  select request.provider_id, request.client_id, request.id, f.name, f.language, f.category, f."sourceTemplateId",
    f."sourceStatus", f."sourceQuality", 'pending', 'not_copied_yet', f.forecast, f.why, f.collides
  from jsonb_to_recordset(p_templates) as f (name text, language text, category text, "sourceTemplateId" text,
    "sourceStatus" text, "sourceQuality" text, forecast text, why text, collides boolean)
  on conflict (request_id, name, language) do update set category = excluded.category,
    source_template_id = excluded.source_template_id, source_status = excluded.source_status,
    source_quality = excluded.source_quality, outcome = 'pending', why = 'not_copied_yet', destination_template_id = null,
    destination_status = null, forecast = excluded.forecast, forecast_why = excluded.forecast_why,
    collides = excluded.collides, updated_at = now();
  insert into public.template_forecasts (provider_id, client_id, request_id, summary)
  values (request.provider_id, request.client_id, request.id, p_summary)
  on conflict (request_id) do update set taken_at = now(), summary = excluded.summary;
  -- What is kept of all; with nothing lost or at risk there is nothing to agree on. A person's word stays.
  update public.checks set evidence_kind = 'api', evidence_field = 'message_templates', cause = null, read_at = now(), updated_at = now(),
    evidence_value = concat(s.total - s.doubtful, '/', s.total), status = case when s.doubtful = 0 then 'passed' else 'pending' end
  from (select (p_summary ->> 'total')::integer as total,
    (p_summary -> 'classes' ->> 'at_risk')::integer + (p_summary -> 'classes' ->> 'lost')::integer as doubtful) as s
  where request_id = p_request and code = 'TEMPLATES_PLAN' and (status in ('pending', 'stale') or (status = 'passed' and evidence_kind = 'api'));
  return private.close_change(p_request, 'template.forecast', 'client', jsonb_build_object('count', p_summary -> 'total'));
end $$;

-- What the forecast knew and the photograph before the move no longer shows is gone; the records of the same photograph
-- put right whatever is still there.
create function private.mark_gone_templates() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.templates set outcome = 'lost', why = 'gone' where request_id = new.request_id and outcome = 'pending';
  return null;
end $$;
create trigger snapshots_mark_gone_templates after insert on public.snapshots for each row
  when (new.moment = 'before' and new.side = 'source' and jsonb_typeof(new.data -> 'templateCount') = 'number')
  execute function private.mark_gone_templates();

-- p_sends: [[name, language, sends a month or null]]; templates that are not named keep what they have.
create function public.set_template_sends(p_request uuid, p_version integer, p_sends jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; known integer;
begin
  request := private.open_request(p_request, p_version, 'request.edit');
  if request.status not in ('submitted', 'preparing', 'scheduled', 'cutover', 'stabilising') then
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
returns table (forecast text, forecast_why text, collides boolean, outcome text, why text, templates bigint, sends bigint)
language sql stable set search_path = '' as $$
  select t.forecast, t.forecast_why, t.collides, t.outcome, t.why, count(*), coalesce(sum(t.monthly_sends), 0)::bigint
  from public.templates t where t.request_id = p_request group by 1, 2, 3, 4, 5;
$$;
comment on function public.template_counts is 'How many templates of a request there are of each forecast and outcome, under the reader''s own rights.';

revoke execute on function private.mark_gone_templates() from public;
revoke execute on function public.read_templates(uuid, integer), public.engine_store_template_forecast(uuid, jsonb, jsonb),
  public.set_template_sends(uuid, integer, jsonb), public.template_counts(uuid) from public, anon, authenticated, service_role;
grant execute on function public.read_templates(uuid, integer), public.set_template_sends(uuid, integer, jsonb),
  public.template_counts(uuid) to authenticated;
grant execute on function public.engine_store_template_forecast(uuid, jsonb, jsonb) to service_role;
