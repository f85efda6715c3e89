-- What of a request is the desk's business alone: who cares for it, what only people could tell of the route, who approved
-- second, and which accesses it moves with. A row's policy lets its client read the row, and client and staff are one role to
-- Postgres: so these columns are nobody's through the API, and staff read them from a row of its own that clients do not have.
-- The columns stay where they are: the engine and the commands judge them under the request's lock.

create table public.request_desk (
  request_id uuid primary key,
  provider_id uuid not null,
  assignee_id uuid,
  route_answers jsonb not null,
  second_approved_by uuid,
  unique (provider_id, request_id),
  -- In this order REST takes it for what it is, one row of one request, rather than for a list.
  foreign key (request_id, provider_id) references public.migration_requests (id, provider_id) on delete cascade,
  foreign key (provider_id, assignee_id) references public.members (provider_id, id)
);
comment on table public.request_desk is 'What staff alone read of a request; kept equal to it in the same transaction, and written by nothing else.';
comment on column public.request_desk.route_answers is 'Shape: src/domain/routes/route-answers.ts.';
create index request_desk_assignee on public.request_desk (provider_id, assignee_id);

create function private.keep_request_desk() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.request_desk (request_id, provider_id, assignee_id, route_answers, second_approved_by)
  values (new.id, new.provider_id, new.assignee_id, new.route_answers, new.second_approved_by)
  on conflict (request_id) do update set assignee_id = excluded.assignee_id, route_answers = excluded.route_answers,
    second_approved_by = excluded.second_approved_by;
  return null;
end $$;
revoke execute on function private.keep_request_desk() from public, anon, authenticated, service_role;

create trigger migration_requests_desk_add after insert on public.migration_requests
  for each row execute function private.keep_request_desk();
create trigger migration_requests_desk_change after update on public.migration_requests for each row
  when ((new.assignee_id, new.route_answers, new.second_approved_by) is distinct from (old.assignee_id, old.route_answers, old.second_approved_by))
  execute function private.keep_request_desk();

insert into public.request_desk (request_id, provider_id, assignee_id, route_answers, second_approved_by)
select id, provider_id, assignee_id, route_answers, second_approved_by from public.migration_requests;

alter table public.request_desk enable row level security;
alter table public.request_desk force row level security;
revoke all on public.request_desk from public, anon, authenticated, service_role;
grant select on public.request_desk to authenticated, service_role;

create policy request_desk_select_own on public.request_desk for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[]));
create policy request_desk_second_factor on public.request_desk as restrictive for all to authenticated
  using (provider_id <> all ((select private.my_locked_provider_ids())::uuid[]));

revoke select on public.migration_requests from authenticated;
grant select (
  acknowledged_at, acknowledgements, asked_at, authorised_email, authorised_name, authorised_position, batch_id,
  breach_foretold_at, checks_passed, checks_read_at, checks_total, client_hours, client_id, client_time_zone,
  clock_code, clock_measures, clock_since, clock_spent, closed_note, closed_reason, completed_at, contact_email,
  contact_name, contact_phone, counter_ends_at, counter_note, counter_starts_at, created_at, created_by,
  destination_phone_number_id, destination_waba_id, due_at, fence, follows_id, hold_reason, id, locale, monthly_volume,
  next_action, next_action_subject, no_return_at, old_provider_id, old_provider_name, phone_country, phone_number,
  platform_account, provider_id, readiness, reason, reason_note, reference, registered_at, route, second_approved_at,
  source_business_id, source_phone_number_id, source_waba_id, status, submitted_at, tracks, two_step_alarmed_at,
  two_step_off_since, updated_at, version, waiting_on, webhook_heard_at, window_confirmed_at, window_ends_at,
  window_starts_at
) on public.migration_requests to authenticated;
