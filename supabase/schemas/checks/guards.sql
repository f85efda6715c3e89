-- Decides who reads checks and snapshots, what outdates them, and what changes the time of the next reading.

create policy checks_select_own on public.checks for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

-- Meta's answer to a check has no length limit.
create trigger checks_texts before insert or update on public.checks for each row
when (greatest(length(new.claimed_value), length(new.waived_reason),
  case when new.evidence_kind in ('document', 'person') then length(new.evidence_value) end) > 4000)
execute function private.refuse_too_long();

create trigger checks_keep_staff_data_add after insert on public.checks for each row
  execute function private.keep_check_staff_data();

create trigger checks_keep_staff_data_change after update on public.checks for each row
  when ((new.evidence_value, new.claimed_value, new.waived_reason, new.waived_by)
    is distinct from (old.evidence_value, old.claimed_value, old.waived_reason, old.waived_by))
  execute function private.keep_check_staff_data();

create policy snapshots_select_own on public.snapshots for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

create trigger snapshots_mark_gone_templates after insert on public.snapshots for each row
  when (new.moment = 'before' and new.side = 'source' and jsonb_typeof(new.data -> 'templateCount') = 'number')
  execute function private.mark_gone_templates();

create policy check_staff_data_select_own on public.check_staff_data for select to authenticated
  using (provider_id in (select private.my_provider_ids()));

-- From here on: what changes the time of a request's next reading.

create trigger migration_requests_next_reading_add after insert on public.migration_requests for each row
  when (new.status <> 'draft') execute function private.follow_readings_of_request();

-- updated_at decides only until the first reading.
create trigger migration_requests_next_reading_change after update on public.migration_requests for each row
  when ((new.status, new.hold_reason is null, new.route is null, new.connection_id is null,
      new.source_phone_number_id is null, new.registered_at is null, new.checks_read_at, new.window_starts_at,
      case when new.checks_read_at is null then new.updated_at end)
    is distinct from (old.status, old.hold_reason is null, old.route is null, old.connection_id is null,
      old.source_phone_number_id is null, old.registered_at is null, old.checks_read_at, old.window_starts_at,
      case when old.checks_read_at is null then old.updated_at end))
  execute function private.follow_readings_of_request();

create trigger checks_next_reading_add after insert or delete on public.checks for each row
  execute function private.follow_two_step();

create trigger checks_next_reading_change after update on public.checks for each row
  when (new.code = 'TWO_STEP_OFF' and (new.status, new.read_at) is distinct from (old.status, old.read_at))
  execute function private.follow_two_step();

create trigger request_exceptions_next_reading after insert or update or delete on public.request_exceptions
  for each row execute function private.follow_readings_of_row();

create trigger cutover_steps_next_reading_add after insert on public.cutover_steps for each row
  when (new.state = 'failed') execute function private.follow_readings_of_row();

create trigger cutover_steps_next_reading_change after update on public.cutover_steps for each row
  when ((new.state = 'failed') is distinct from (old.state = 'failed'))
  execute function private.follow_readings_of_row();

create trigger cutover_steps_next_reading_remove after delete on public.cutover_steps for each row
  when (old.state = 'failed') execute function private.follow_readings_of_row();

create trigger readings_next_reading after insert or update on private.readings for each row
  execute function private.follow_readings_of_row();

create trigger readings_next_reading_remove after delete on private.readings for each row
  execute function private.follow_swept_reading();

create trigger reading_prompts_next_reading after insert or update or delete on private.reading_prompts
  for each row execute function private.follow_readings_of_row();

create trigger reading_settings_next_reading after insert or update on private.reading_settings for each row
  execute function private.follow_reading_settings();
