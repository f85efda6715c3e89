-- What Meta reports of a number or an account that a move still waits for is read at once, not at the next of the planned
-- readings: two-step verification that has just been switched off, a review that has ended.

create table private.reading_prompts (
  request_id uuid primary key,
  provider_id uuid not null,
  scope text not null check (scope in ('all', 'two_step')),
  prompted_at timestamptz not null,
  foreign key (provider_id, request_id) references public.migration_requests (provider_id, id)
);
comment on table private.reading_prompts is 'The latest report of Meta that makes a request''s checks worth reading again; a reading begun later has answered it.';
create index reading_prompts_request on private.reading_prompts (provider_id, request_id);
create index reading_prompts_prompted on private.reading_prompts (prompted_at);
alter table private.reading_prompts enable row level security;
alter table private.reading_prompts force row level security;
revoke all on private.reading_prompts from public, anon, authenticated, service_role;
insert into private.retention (relation, since, keep, reason) values
  ('private.reading_prompts', 'prompted_at', '7 days', 'A reading has long answered it.');

create index migration_requests_destination_account on public.migration_requests (destination_waba_id) where destination_waba_id is not null;
create index migration_requests_source_account on public.migration_requests (source_waba_id) where source_waba_id is not null;

-- Here ids that people typed in count as well: all that comes of it is a reading with the provider's own token.
create function private.prompted_requests(p_waba text, p_change jsonb) returns setof public.migration_requests
language sql stable security definer set search_path = '' as $$
  select r.* from public.migration_requests r
  where p_change ->> 'checks' is not null and (r.destination_waba_id = p_waba or r.source_waba_id = p_waba)
    and r.status in ('submitted', 'preparing', 'scheduled', 'cutover') and (r.status <> 'cutover' or r.registered_at is null)
    and r.connection_id is not null and r.source_phone_number_id is not null
    and (p_change ->> 'checks' = 'two_step' or r.route is not null)
    and (p_change ->> 'scope' <> 'number' or p_change ->> 'phoneNumberId' in (r.source_phone_number_id, r.destination_phone_number_id)
      or regexp_replace(r.phone_number, '\D', '', 'g') = p_change ->> 'phoneDigits');
$$;

create function private.prompt_checks(p_change jsonb) returns void
language sql security definer set search_path = '' as $$
  insert into private.reading_prompts as p (request_id, provider_id, scope, prompted_at)
  select r.id, r.provider_id, p_change ->> 'checks', now()
  from private.prompted_requests(p_change ->> 'wabaId', p_change) as r order by r.id
  on conflict (request_id) do update set prompted_at = excluded.prompted_at,
    scope = case when p.scope = 'all' and p.prompted_at > now() - interval '1 day' then 'all' else excluded.scope end;
$$;

create or replace function private.readings_due() returns table (request_id uuid, provider_id uuid, scope text, waba_id text, due_since timestamptz)
language sql stable security definer set search_path = '' as $$
  with live as (
    select r.*, s.watch_every, s.reread_after, l.latest from public.migration_requests r cross join private.reading_settings s
    left join lateral (select max(d.opened_at) as latest from private.readings d where d.request_id = r.id) l on true
    where r.status in ('submitted', 'preparing', 'scheduled') and r.connection_id is not null and r.hold_reason is null
      and r.source_phone_number_id is not null),
  due as (
    -- A first reading waits until nobody is busy with the request; then before the evidence is old, a day and an hour before the date.
    select r.id, r.provider_id, 'all' as scope, r.destination_waba_id as waba_id, least(
      coalesce(r.checks_read_at + r.reread_after, r.updated_at + r.watch_every),
      case when r.status = 'scheduled' and r.checks_read_at < r.window_starts_at - interval '24 hours' then r.window_starts_at - interval '24 hours' end,
      case when r.status = 'scheduled' and r.checks_read_at < r.window_starts_at - interval '1 hour' then r.window_starts_at - interval '1 hour' end) as due_since
    from live r where r.route is not null
    union all
    select r.id, r.provider_id, 'two_step', r.destination_waba_id, coalesce(r.latest, c.read_at) + r.watch_every
    from live r join public.checks c on c.request_id = r.id and c.code = 'TWO_STEP_OFF'
    where c.status in ('failed', 'stale') or (c.status = 'pending' and c.read_at is not null)
    union all
    -- A move that stands still until something at Meta turns.
    select r.id, r.provider_id, case when k.watched_by = '{TWO_STEP_OFF}' then 'two_step' else 'all' end, r.destination_waba_id,
      case when l.latest > e.opened_at then l.latest + s.watch_every else e.opened_at end
    from public.request_exceptions e join private.exception_catalogue k on k.code = e.code and k.watched_by <> '{}'
    join public.migration_requests r on r.id = e.request_id and r.status = 'cutover' and r.registered_at is null and r.hold_reason is null
    join public.cutover_steps t on t.request_id = r.id and t.step = e.step and t.state = 'failed'
    cross join private.reading_settings s
    left join lateral (select max(d.opened_at) as latest from private.readings d where d.request_id = r.id) l on true
    where e.resolved_at is null
    union all
    -- Meta reported something of it; of one request once a minute at most, and after a day the planned readings have it.
    select r.id, r.provider_id, p.scope, r.destination_waba_id,
      greatest(p.prompted_at, (select max(d.opened_at) from private.readings d where d.request_id = r.id) + interval '1 minute')
    from private.reading_prompts p
    join public.migration_requests r on r.id = p.request_id and r.hold_reason is null and r.connection_id is not null
      and r.source_phone_number_id is not null and (r.status in ('submitted', 'preparing', 'scheduled') or r.status = 'cutover' and r.registered_at is null)
    where p.prompted_at > now() - interval '1 day' and (p.scope = 'two_step' or r.route is not null)
      and not exists (select from private.readings d where d.request_id = p.request_id and d.opened_at >= p.prompted_at
        and d.outcome = 'recorded' and (d.scope = 'all' or p.scope = 'two_step')))
  select distinct on (d.id) d.id, d.provider_id, d.scope, d.waba_id, d.due_since from due d
  where d.due_since <= now() order by d.id, d.scope, d.due_since;
$$;

revoke execute on function private.prompted_requests(text, jsonb), private.prompt_checks(jsonb), private.readings_due()
  from public, anon, authenticated, service_role;
