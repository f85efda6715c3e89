-- Rehearsals: a move played on a stage that Meta's state was copied to, so that what would stop it is known before.

insert into private.permissions (role, permission) values
  ('admin', 'cutover.rehearse'), ('manager', 'cutover.rehearse');

create table public.rehearsals (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  client_id uuid not null,
  request_id uuid not null,
  taken_at timestamptz not null default now(),
  taken_by uuid,
  stops_at text references private.step_catalogue (step),
  exception_code text,
  result jsonb not null,
  check ((stops_at is null) = (exception_code is null)),
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.rehearsals is 'Moves played against a private simulator of Meta with what was really read just before: for staff.';
comment on column public.rehearsals.stops_at is 'The step that would need a person; null when the move would go through.';
comment on column public.rehearsals.result is 'The requests that would be sent, redacted; notices; assumptions: src/domain/rehearsal/rehearsal-result.ts.';
create index rehearsals_request on public.rehearsals (provider_id, client_id, request_id, taken_at desc);
create index rehearsals_step on public.rehearsals (stops_at);
alter table public.rehearsals enable row level security;
alter table public.rehearsals force row level security;
revoke all on public.rehearsals from public, anon, authenticated, service_role;
grant select on public.rehearsals to authenticated, service_role;
create policy rehearsals_select_own_provider on public.rehearsals for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[]));

create function public.rehearse_request(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'cutover.rehearse');
  if request.status not in ('preparing', 'scheduled') then perform private.refuse(409, 'wrong_status', request.status); end if;
  if request.route is null then perform private.refuse(409, 'route_missing'); end if;
  return private.close_change(p_request, 'cutover.rehearse', 'internal');
end $$;
comment on function public.rehearse_request is 'Records who asked for a rehearsal; the function of that name then plays it and stores what came of it.';

create function public.engine_attempts(p_request uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_object_agg(step, used), '{}') from (
    select i.step, count(*) as used
    from public.migration_requests r
    join private.intents i on i.phone_number = r.phone_number and i.kind = 'call'
    join private.step_catalogue k on k.step = i.step and i.opened_at > now() - k.budget_window
    where r.id = p_request
    group by i.step) as counted;
$$;
comment on function public.engine_attempts is 'Attempts that the budget of each step still counts for the number: {step: count}.';

create function public.engine_store_rehearsal(p_request uuid, p_stops_at text, p_exception_code text, p_result jsonb)
returns uuid language sql security definer set search_path = '' as $$
  insert into public.rehearsals (provider_id, client_id, request_id, taken_by, stops_at, exception_code, result)
  select r.provider_id, r.client_id, r.id,
    (select e.actor_id from public.events e where e.request_id = r.id and e.kind = 'cutover.rehearse' order by e.id desc limit 1),
    p_stops_at, p_exception_code, p_result
  from public.migration_requests r where r.id = p_request
  returning id;
$$;

revoke execute on function public.rehearse_request(uuid, integer), public.engine_attempts(uuid),
  public.engine_store_rehearsal(uuid, text, text, jsonb) from public, anon, authenticated, service_role;
grant execute on function public.rehearse_request(uuid, integer) to authenticated;
grant execute on function public.engine_attempts(uuid), public.engine_store_rehearsal(uuid, text, text, jsonb) to service_role;
