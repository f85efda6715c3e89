-- A consent stands for what it was given for. The second approval keeps the facts that were approved; the change that makes
-- them others takes it away in the same transaction and says so in its event. Whoever gave it must still be allowed to when
-- it is used.

alter table public.migration_requests add column second_approved_for jsonb;
comment on column public.migration_requests.second_approved_for is 'What was approved: private.cutover_facts of that moment.';
insert into private.audit_plain_fields (relation, field) values ('migration_requests', 'second_approved_for');

create function private.cutover_facts(p_request public.migration_requests) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'window', jsonb_build_array(p_request.window_starts_at, p_request.window_ends_at), 'number', p_request.phone_number,
    'route', p_request.route, 'connection', p_request.connection_id, 'destination', p_request.destination_waba_id,
    'source', jsonb_build_array(p_request.source_business_id, p_request.source_waba_id, p_request.source_phone_number_id),
    'waived', (select coalesce(jsonb_agg(c.code order by c.code), '[]') from public.checks c
      where c.request_id = p_request.id and c.status = 'waived'));
$$;
comment on function private.cutover_facts is 'What a second person approves: when, by which route, from and to which account, and which checks do not count.';

update public.migration_requests r set second_approved_for = private.cutover_facts(r) where second_approved_at is not null;

create function private.void_approval(p_request uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.migration_requests r set second_approved_by = null, second_approved_at = null, second_approved_for = null
  where r.id = p_request and r.status in ('preparing', 'scheduled') and r.second_approved_at is not null
    and r.second_approved_for is distinct from private.cutover_facts(r);
  return found;
end $$;

create or replace function private.set_window(p_request uuid, p_starts_at timestamptz, p_ends_at timestamptz, p_confirmed_at timestamptz) returns void
language sql security definer set search_path = '' as $$
  update public.migration_requests set window_starts_at = p_starts_at, window_ends_at = p_ends_at, window_confirmed_at = p_confirmed_at,
    counter_starts_at = null, counter_ends_at = null, counter_note = null
  where id = p_request;
$$;

create or replace function private.close_change(p_request uuid, p_permission text, p_visibility text, p_data jsonb default '{}')
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; target text; event bigint; told jsonb := p_data;
begin
  select * into strict request from public.migration_requests where id = p_request for update;
  select to_status into target from private.transitions where permission = p_permission and from_status = request.status;

  update public.migration_requests set
    status = coalesce(target, status), updated_at = now(),
    version = version + case when p_permission like 'comment.%' or p_permission = 'conflict.opened' then 0 else 1 end,
    submitted_at = case when target = 'submitted' then now() else submitted_at end,
    completed_at = case when target = 'completed' then now() else completed_at end
  where id = p_request;
  if private.void_approval(p_request) then told := coalesce(told, '{}') || '{"approvalVoid": true}'; end if;

  perform private.settle_request(p_request);
  insert into public.events (provider_id, client_id, request_id, kind, visibility, actor_kind, actor_id, from_status, to_status, data,
    waiting_on, next_action, on_hold)
  select r.provider_id, r.client_id, r.id, p_permission, p_visibility, private.actor_kind(r.provider_id), (select auth.uid()),
    request.status, r.status, told, r.waiting_on, r.next_action, r.hold_reason is not null
  from public.migration_requests r where r.id = p_request
  returning id into event;
  insert into private.outbox (provider_id, request_id, event_id, kind) values (request.provider_id, request.id, event, p_permission);

  return (select jsonb_build_object('id', id, 'reference', reference, 'status', status, 'version', version)
    from public.migration_requests where id = p_request);
end $$;

create or replace function public.approve_cutover(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'cutover.second_approve');
  if request.status <> 'scheduled' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if request.window_confirmed_at is null then perform private.refuse(409, 'window_not_confirmed'); end if;
  update public.migration_requests set second_approved_by = (select auth.uid()), second_approved_at = now(),
    second_approved_for = private.cutover_facts(request) where id = p_request;
  return private.close_change(p_request, 'cutover.second_approve', 'internal', jsonb_build_object('approved', private.cutover_facts(request)));
end $$;

-- A waiver was given for the account that was named then, and what was read there goes with its ids.
create or replace function private.outdate_evidence() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  source_changed boolean := (new.source_business_id, new.source_waba_id, new.source_phone_number_id)
    is distinct from (old.source_business_id, old.source_waba_id, old.source_phone_number_id);
  destination_changed boolean := (new.connection_id, new.destination_waba_id) is distinct from (old.connection_id, old.destination_waba_id);
  outdated text[] := array(select unnest('{BUSINESS_VERIFIED,SAME_BUSINESS,SOURCE_READY,NAME_APPROVED,CLOUD_API_NUMBER,TWO_STEP_OFF}'::text[]) where source_changed
    union select unnest('{BUSINESS_VERIFIED,SAME_BUSINESS,DESTINATION_READY,APP_SUBSCRIBED}'::text[]) where destination_changed);
begin
  if new.status not in ('submitted', 'preparing', 'scheduled') or not (source_changed or destination_changed) then return new; end if;
  update public.checks set status = 'stale', updated_at = now()
  where request_id = new.id and evidence_kind = 'api' and status in ('passed', 'failed') and code = any (outdated);
  update public.checks set status = 'pending', waived_by = null, waived_at = null, waived_reason = null, updated_at = now()
  where request_id = new.id and status = 'waived' and evidence_field is distinct from 'route' and code = any (outdated);
  new.checks_read_at := null;
  if source_changed then
    new.two_step_off_since := null;
    new.two_step_alarmed_at := null;
    delete from public.snapshots where request_id = new.id and side = 'source';
    delete from public.templates where request_id = new.id;
    delete from public.template_forecasts where request_id = new.id;
  end if;
  return new;
end $$;

-- Somebody who may not approve any more leaves no approval behind.
create function private.void_approvals_of_member() returns trigger
language plpgsql security definer set search_path = '' as $$
declare given uuid;
begin
  if new.ended_at is null and exists (select from private.permissions where role = new.role and permission = 'cutover.second_approve') then return null; end if;
  for given in select r.id from public.migration_requests r
    where r.provider_id = new.provider_id and r.second_approved_by = new.user_id and r.status in ('preparing', 'scheduled') order by r.id for update loop
    update public.migration_requests set second_approved_for = null where id = given;
    perform private.close_change(given, 'request.edit', 'internal');
  end loop;
  return null;
end $$;
create trigger members_void_approvals after update of role, ended_at on public.members
  for each row when ((new.role, new.ended_at) is distinct from (old.role, old.ended_at)) execute function private.void_approvals_of_member();

create function private.may_approve(p_provider uuid, p_user uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.members m join private.permissions p on p.role = m.role and p.permission = 'cutover.second_approve'
    where m.provider_id = p_provider and m.user_id = p_user and m.ended_at is null);
$$;

create or replace function public.start_cutover(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; open_codes text;
begin
  request := private.open_request(p_request, p_version, 'cutover.start');
  if request.hold_reason is not null then perform private.refuse(409, 'on_hold'); end if;
  if request.window_confirmed_at is null then perform private.refuse(409, 'window_not_confirmed'); end if;
  if now() < request.window_starts_at - interval '15 minutes' then
    perform private.refuse(409, 'window_not_open', private.utc(request.window_starts_at));
  end if;
  if now() > request.window_ends_at then perform private.refuse(409, 'window_over'); end if;
  open_codes := private.open_hard_checks(p_request);
  if open_codes is not null then perform private.refuse(409, 'checks_open', open_codes); end if;
  if not private.checks_are_fresh(request) then perform private.refuse(409, 'checks_old'); end if;
  if (select p.second_approval from public.providers p where p.id = request.provider_id) then
    if request.second_approved_by = (select auth.uid()) then perform private.refuse(409, 'second_approval_own'); end if;
    if request.second_approved_by is null or request.second_approved_for is distinct from private.cutover_facts(request)
      or not private.may_approve(request.provider_id, request.second_approved_by) then
      perform private.refuse(409, 'second_approval_missing');
    end if;
  end if;
  delete from public.cutover_steps s where s.request_id = p_request
    and not exists (select from private.route_steps k where k.route = request.route and k.step = s.step);
  insert into public.cutover_steps (provider_id, client_id, request_id, step, position, wait_from, wait_until, blocked_until)
  select request.provider_id, request.client_id, request.id, k.step, k.position, w.wait_from, w.wait_until, w.blocked_until
  from private.route_steps k cross join lateral private.wait_of(k.step, request.phone_number) as w where k.route = request.route
  on conflict (request_id, step) do update set position = excluded.position, state = 'pending', attempts = 0, wait_from = excluded.wait_from,
    wait_until = excluded.wait_until, blocked_until = excluded.blocked_until, authorised_by = null,
    authorised_at = null, authorisation = null, started_at = null, finished_at = null, result = null;
  if request.route <> 'R2' then
    perform private.end_signup(p_request);
    update public.migration_requests set destination_phone_number_id = null,
      destination_waba_id = case when not private.makes_account(route) then destination_waba_id end
    where id = p_request;
  end if;
  return private.close_change(p_request, 'cutover.start', 'client');
end $$;

-- Who may start with one pair of eyes is decided as a cut-over is.
create or replace function public.set_second_approval(p_provider uuid, p_required boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'settings.manage');
  if p_required is null then perform private.refuse(400, 'invalid_input', 'required'); end if;
  if not private.has_second_factor() and (select p.second_factor_cutover from public.providers p where p.id = p_provider) then
    perform private.refuse(403, 'second_factor_missing');
  end if;
  update public.providers set second_approval = p_required where id = p_provider;
  return jsonb_build_object('id', p_provider);
end $$;

revoke execute on function private.cutover_facts(public.migration_requests), private.void_approval(uuid), private.may_approve(uuid, uuid),
  private.void_approvals_of_member() from public, anon, authenticated, service_role;
