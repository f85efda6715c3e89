-- Decides who reads checks and snapshots, and what outdates them.

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
