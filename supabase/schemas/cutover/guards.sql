-- Stops every step during halts and pauses, and for numbers in conflict.

create policy cutover_steps_select_own on public.cutover_steps for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

create trigger cutover_steps_plan_template_readings after update of state on public.cutover_steps for each row
  when (new.step = 'compare' and new.state = 'done' and old.state <> 'done')
  execute function private.plan_template_readings();

create trigger cutover_steps_size before insert or update of authorisation on public.cutover_steps for each row
when (length(new.authorisation::text) > 2000) execute function private.refuse_field('detail');

create trigger intents_10_halt before insert on private.intents for each row
  execute function private.guard_intent_halt();

create trigger intents_20_pause before insert on private.intents for each row
  execute function private.guard_intent_pause();

create trigger intents_learn after update of closed_at on private.intents
for each row when (old.closed_at is null and new.closed_at is not null) execute function private.learn_from_intent();

create trigger intents_15_conflict before insert on private.intents for each row
  execute function private.guard_intent_conflict();

-- From here on: what changes the time of a move's next step.

create trigger migration_requests_next_step_change after update on public.migration_requests for each row
  when ((new.status in ('cutover', 'monitoring') or old.status in ('cutover', 'monitoring'))
    and (new.status, new.hold_reason is null, new.no_return_at, new.window_starts_at)
      is distinct from (old.status, old.hold_reason is null, old.no_return_at, old.window_starts_at))
  execute function private.follow_steps_of_request();

create trigger cutover_steps_next_step_add after insert on public.cutover_steps
  referencing new table as changed for each statement execute function private.follow_steps_of_move();

create trigger cutover_steps_next_step_change after update on public.cutover_steps
  referencing new table as changed for each statement execute function private.follow_steps_of_move();

create trigger cutover_steps_next_step_remove after delete on public.cutover_steps
  referencing old table as changed for each statement execute function private.follow_steps_of_move();

create trigger intents_next_step after insert or update or delete on private.intents for each row
  execute function private.follow_steps_of_row();

create trigger request_exceptions_next_step_change after insert or update on public.request_exceptions for each row
  when (new.code = 'OUTCOME_UNKNOWN') execute function private.follow_steps_of_row();

create trigger request_exceptions_next_step_remove after delete on public.request_exceptions for each row
  when (old.code = 'OUTCOME_UNKNOWN') execute function private.follow_steps_of_row();
