-- Decides who reads calendars, and what changes the time of a request's next notice.

create policy provider_calendars_select_own_provider on public.provider_calendars for select to authenticated
  using (provider_id in (select private.my_provider_ids()));

create trigger provider_calendars_size before insert or update of hours, closed_days
  on public.provider_calendars for each row
when (length(new.hours::text) > 4000 or cardinality(new.closed_days) > 400)
execute function private.refuse_field('hours');

create policy open_periods_select_own on public.open_periods for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or provider_id in (select private.my_client_provider_ids()));

create policy clock_targets_select_own_provider on public.clock_targets for select to authenticated
  using (provider_id in (select private.my_provider_ids()));

create trigger migration_requests_next_notice_add after insert on public.migration_requests for each row
  when (new.clock_since is not null) execute function private.follow_notices_of_request();

create trigger migration_requests_next_notice_change after update on public.migration_requests for each row
  when ((new.status, new.waiting_on, new.hold_reason is null, new.next_action_subject, new.clock_code, new.clock_since,
      new.due_at, new.predicted_breach_at, new.registered_at is null, new.shared_at is null)
    is distinct from (old.status, old.waiting_on, old.hold_reason is null, old.next_action_subject, old.clock_code,
      old.clock_since, old.due_at, old.predicted_breach_at, old.registered_at is null, old.shared_at is null))
  execute function private.follow_notices_of_request();

create trigger elapsed_clocks_next_notice_add after insert on private.elapsed_clocks
  referencing new table as changed for each statement execute function private.follow_notices_of_clocks();

create trigger elapsed_clocks_next_notice_change after update on private.elapsed_clocks
  referencing new table as changed for each statement execute function private.follow_notices_of_clocks();

create trigger elapsed_clocks_next_notice_remove after delete on private.elapsed_clocks
  referencing old table as changed for each statement execute function private.follow_notices_of_clocks();

create trigger clock_notices_next_notice after insert or update or delete on private.clock_notices for each row
  execute function private.follow_notices_of_row();

create trigger notice_catalogue_next_notice after insert or update or delete on private.notice_catalogue for each row
  execute function private.follow_notices_of_catalogue();
