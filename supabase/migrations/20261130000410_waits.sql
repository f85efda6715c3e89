-- How long Meta keeps a step closed, and who may open it before. A block that every attempt lengthens is opened by nobody; any
-- other wait may be cut short by a person who says why. What was met stays open until a new attempt succeeds or a reading
-- shows that it is over: to try again is not to settle it.

alter table private.exception_catalogue add column block interval;
comment on column private.exception_catalogue.block is
  'How long Meta blocks the step from its answer on, where an attempt before the end lengthens it; null: it asks for patience at most.';
update private.exception_catalogue set block = '72 hours' where code = 'REGISTER_LIMIT';

alter table private.intents
  add column is_block boolean not null default false,
  add column lifted_at timestamptz;
comment on column private.intents.is_block is 'Whether shut_until is the end of a block of Meta''s, which no person opens before.';
comment on column private.intents.lifted_at is 'When a person had the wait cut short.';
update private.intents set is_block = true, shut_step = coalesce(shut_step, step), shut_until = coalesce(shut_until, closed_at + interval '72 hours')
where kind = 'call' and closed_at is not null and (answer @> '[{"code": "REGISTER_LIMIT"}]' or answer @> '{"code": "REGISTER_LIMIT"}');

alter table public.cutover_steps
  add column wait_from timestamptz,
  add column blocked_until timestamptz;
comment on column public.cutover_steps.wait_from is 'When the wait until wait_until began.';
comment on column public.cutover_steps.blocked_until is 'Until when Meta blocks the step: nobody may try it before.';
grant select (wait_from, blocked_until) on public.cutover_steps to authenticated;
update public.cutover_steps s set blocked_until = e.opened_at + interval '72 hours',
  wait_until = greatest(s.wait_until, e.opened_at + interval '72 hours'), wait_from = e.opened_at
from public.request_exceptions e
where e.request_id = s.request_id and e.step = s.step and e.code = 'REGISTER_LIMIT' and e.resolved_at is null and s.state in ('pending', 'failed');

alter table public.request_exceptions add column retried_at timestamptz;
comment on column public.request_exceptions.retried_at is 'When a person had its step tried again; it is open until that attempt succeeds, and null again where it did not.';

-- As before, but that what was missing stays on record until the comparison no longer misses it.
create or replace function public.retry_templates(p_request uuid, p_version integer)
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
  update public.request_exceptions set retried_at = now()
  where request_id = p_request and code in ('TEMPLATE_LIMIT', 'TEMPLATES_PARTIAL') and resolved_at is null;
  update public.migration_requests set tracks = tracks || '{"templates": "working"}' where id = p_request;
  return private.close_change(p_request, 'template.retry', 'client');
end $$;
