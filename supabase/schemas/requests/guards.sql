-- Decides who reads requests, what people may write, and what only staff may read of a request.

create policy batches_select_own on public.batches for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

create trigger batches_names before insert or update of label on public.batches for each row
when (not private.is_line(new.label, 120)) execute function private.refuse_field('name');

create policy migration_requests_select_own on public.migration_requests for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

create trigger migration_requests_outdate_evidence before update of source_business_id, source_waba_id,
  source_phone_number_id,
  connection_id, destination_waba_id on public.migration_requests for each row
    execute function private.outdate_evidence();

create policy request_list_select_own on public.request_list for select to authenticated
  using (provider_id in (select private.my_provider_ids()));

create trigger migration_requests_keep_list_add after insert on public.migration_requests
  for each row execute function private.keep_request_list();

create trigger migration_requests_keep_list_change after update on public.migration_requests
  for each row when ((new.reference, new.phone_number, new.phone_country, new.client_id, new.status, new.waiting_on,
    new.next_action, new.next_action_subject, new.hold_reason, new.checks_passed, new.checks_total, new.readiness,
    new.due_at, new.predicted_breach_at, new.old_provider_name, new.reason, new.assignee_id, new.updated_at)
    is distinct from (old.reference, old.phone_number, old.phone_country, old.client_id, old.status, old.waiting_on,
    old.next_action, old.next_action_subject, old.hold_reason, old.checks_passed, old.checks_total, old.readiness,
    old.due_at, old.predicted_breach_at, old.old_provider_name, old.reason, old.assignee_id, old.updated_at))
  execute function private.keep_request_list();

create trigger clients_keep_list after update of name on public.clients
  for each row when (new.name <> old.name) execute function private.keep_client_name();

create trigger migration_requests_tally after insert or delete on public.migration_requests
  for each row execute function private.tally_request();

create trigger migration_requests_tally_change after update of status, provider_id on public.migration_requests
  for each row when ((new.status, new.provider_id) is distinct from (old.status, old.provider_id))
  execute function private.tally_request();

create trigger migration_requests_halt before update of status on public.migration_requests
for each row when (new.status = 'cutover' and old.status <> 'cutover') execute function private.guard_start_halt();

create trigger migration_requests_plan_monitoring_checks after update of status
  on public.migration_requests for each row
  when (new.status = 'monitoring' and old.status <> 'monitoring') execute function private.plan_monitoring_checks();

create trigger migration_requests_audit_add after insert or delete on public.migration_requests
for each row execute function private.note_request_change();

create trigger migration_requests_audit_change after update on public.migration_requests
for each row when (old.* is distinct from new.*) execute function private.note_request_change();

create trigger migration_requests_conflict before update of status on public.migration_requests
for each row when (new.status = 'cutover' and old.status <> 'cutover') execute function private.guard_start_conflict();

create trigger migration_requests_keep_staff_data_add after insert on public.migration_requests
  for each row execute function private.keep_request_staff_data();

create trigger migration_requests_keep_staff_data_change after update on public.migration_requests for each row
  when ((new.assignee_id, new.route_answers, new.second_approved_by) is distinct
    from (old.assignee_id, old.route_answers, old.second_approved_by))
  execute function private.keep_request_staff_data();

create trigger migration_requests_webhook_received before update of tracks on public.migration_requests for each row
when (new.webhook_received_at is not null and old.tracks ->> 'webhook' = 'pending'
  and new.tracks ->> 'webhook' = 'working')
execute function private.settle_received_webhook();

create trigger migration_requests_names before insert or update of contact_name, contact_phone, authorised_name,
  authorised_position, old_provider_name,
  platform_account on public.migration_requests for each row
when (not (private.is_line(new.contact_name, 120) and private.is_line(new.old_provider_name, 120)
  and coalesce(private.is_line(nullif(new.contact_phone, ''), 40), true)
    and coalesce(private.is_line(nullif(new.authorised_name, ''), 120), true)
  and coalesce(private.is_line(nullif(new.authorised_position, ''), 120), true)
    and coalesce(private.is_line(nullif(new.platform_account, ''), 120), true)))
execute function private.refuse_field('name');

create trigger migration_requests_addresses before insert
  or update of contact_email, authorised_email on public.migration_requests for each row
when (not (private.is_address(new.contact_email) and coalesce(private.is_address(new.authorised_email), true)))
execute function private.refuse_field('email');

create trigger migration_requests_texts before insert or update of closed_note, hold_reason, reason_note, counter_note
  on public.migration_requests for each row
when (not (coalesce(private.is_prose(new.closed_note, 4000), true)
  and coalesce(private.is_prose(new.hold_reason, 4000), true)
  and coalesce(private.is_prose(new.reason_note, 1000), true)
    and coalesce(private.is_prose(new.counter_note, 4000), true)))
execute function private.refuse_field('text');

create trigger migration_requests_ids before insert or update of source_business_id, source_waba_id,
  source_phone_number_id, destination_waba_id,
  destination_phone_number_id on public.migration_requests for each row
when (greatest(length(new.source_business_id), length(new.source_waba_id), length(new.source_phone_number_id),
  length(new.destination_waba_id),
  length(new.destination_phone_number_id)) > 30)
execute function private.refuse_field('meta_id');

create trigger migration_requests_lists before insert or update of acknowledgements, route_answers
  on public.migration_requests for each row
when (cardinality(new.acknowledgements) > 20 or length(array_to_string(new.acknowledgements, ' ')) > 1000
  or jsonb_typeof(new.route_answers) <> 'object' or length(new.route_answers::text) > 2000)
execute function private.refuse_field('list');

create trigger migration_requests_moments before insert
  or update of window_starts_at, window_ends_at, counter_starts_at, counter_ends_at
  on public.migration_requests for each row
when (not (coalesce(private.is_near(new.window_starts_at), true) and coalesce(private.is_near(new.window_ends_at), true)
  and coalesce(private.is_near(new.counter_starts_at), true) and coalesce(private.is_near(new.counter_ends_at), true)))
execute function private.refuse_field('window');

create policy comments_select_own on public.comments for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()) and visibility = 'client');

create trigger comments_texts before insert or update of body, author_name on public.comments for each row
when (not (private.is_prose(new.body, 4000) and private.is_line(new.author_name, 120)))
  execute function private.refuse_field('text');

create policy events_select_own on public.events for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()) and visibility = 'client');

create trigger events_audit after insert on public.events for each row execute function private.audit_event();

create trigger events_elapsed_clocks after insert on public.events for each row execute function private.follow_event();

create trigger events_texts before insert on public.events for each row
when (greatest(length(new.data ->> 'note'), length(new.data ->> 'reason')) > 4000)
execute function private.refuse_too_long();

create trigger events_audit_change after update or delete on public.events
for each row execute function private.audit_row('provider_id', 'request_id', 'created_at');

create trigger events_size before insert on public.events for each row
when (length(new.data::text) > 32000) execute function private.refuse_field('size');

create trigger events_rate before insert on public.events for each row execute function private.count_event();

create policy request_staff_data_select_own on public.request_staff_data for select to authenticated
  using (provider_id in (select private.my_provider_ids()));
