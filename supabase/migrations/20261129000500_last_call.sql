-- A step may be called several times: the gap of a move begins with the call that registered the number, not with the first
-- one, which Meta may have refused hours before.

alter table public.cutover_steps add column called_at timestamptz;
comment on column public.cutover_steps.called_at is 'When its last call was about to be made; started_at is that of its first.';
grant select (called_at) on public.cutover_steps to authenticated;

update public.cutover_steps s set called_at = i.opened_at from (
  select distinct on (request_id, step) request_id, step, opened_at from private.intents where kind = 'call'
  order by request_id, step, opened_at desc) as i
where i.request_id = s.request_id and i.step = s.step;

create or replace function public.engine_open_intent(p_request uuid, p_step text, p_worker text, p_lease_seconds integer,
  p_by_itself boolean default false)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; step public.cutover_steps; entry private.step_catalogue;
  remaining integer; intent private.intents;
begin
  select * into request from public.migration_requests where id = p_request for update;
  if not found then perform private.refuse(404, 'request_not_found'); end if;
  perform private.expire_intent(p_request);
  if exists (select from private.intents where request_id = p_request and closed_at is null) then perform private.refuse(409, 'intent_open'); end if;
  select * into strict entry from private.step_catalogue where private.step_catalogue.step = p_step;
  if request.status <> entry.status then perform private.refuse(409, 'wrong_status', request.status); end if;
  if request.hold_reason is not null then perform private.refuse(409, 'on_hold'); end if;
  select s.* into step from public.cutover_steps s
  where s.request_id = p_request and s.state not in ('done', 'skipped') order by s.position limit 1;
  -- Asking for another code while one is awaited.
  if p_step = 'request_code' and step.step = 'verify_code' and step.state = 'pending' then
    select s.* into step from public.cutover_steps s
    where s.request_id = p_request and s.step = 'request_code' and s.state = 'done' and s.authorised_at is not null;
    if found then step.state := 'pending'; end if;
  end if;
  if step.step is distinct from p_step or step.state not in ('pending', 'unknown') then
    perform private.refuse(409, 'step_not_due', coalesce(step.step, '') || ' ' || coalesce(step.state, ''));
  end if;
  perform private.check_wait(step.wait_until);

  if step.state = 'pending' then
    if p_by_itself and entry.trigger <> 'automatic' then perform private.refuse(409, 'not_authorised', p_step); end if;
    if entry.trigger <> 'automatic' and (step.authorised_at is null or step.authorised_at < now() - interval '5 minutes') then
      perform private.refuse(409, 'not_authorised', p_step);
    end if;
    remaining := private.check_budget(p_step, request.phone_number);
  end if;

  update public.migration_requests set fence = fence + 1 where id = p_request returning * into request;
  insert into private.intents (provider_id, request_id, step, kind, phone_number, fence, worker, lease_until)
  values (request.provider_id, p_request, p_step, case when step.state = 'unknown' then 'reconcile' else 'call' end,
    request.phone_number, request.fence, p_worker, now() + make_interval(secs => p_lease_seconds))
  returning * into intent;
  update public.cutover_steps set state = case when step.state = 'unknown' then 'unknown' else 'running' end,
    attempts = attempts + case when step.state = 'unknown' then 0 else 1 end,
    started_at = coalesce(started_at, now()), finished_at = null,
    called_at = case when step.state = 'unknown' then called_at else now() end,
    authorised_by = null, authorised_at = null
  where id = step.id;
  perform private.close_change(p_request, 'cutover.step', 'internal',
    jsonb_build_object('step', p_step, 'outcome', 'started', 'kind', intent.kind, 'authorisedBy', step.authorised_by));
  return jsonb_build_object('intent', intent.id, 'fence', intent.fence, 'kind', intent.kind, 'authorisation', step.authorisation,
    'left', remaining);
end $$;
revoke execute on function public.engine_open_intent(uuid, text, text, integer, boolean) from public, anon, authenticated, service_role;
grant execute on function public.engine_open_intent(uuid, text, text, integer, boolean) to service_role;
