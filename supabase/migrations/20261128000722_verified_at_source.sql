-- Whether the business is verified is read at the source where a route has no destination before it runs: the old
-- account's ids outdate that as well.

create or replace function private.outdate_evidence() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  source_changed boolean := (new.source_business_id, new.source_waba_id, new.source_phone_number_id)
    is distinct from (old.source_business_id, old.source_waba_id, old.source_phone_number_id);
  destination_changed boolean := (new.connection_id, new.destination_waba_id) is distinct from (old.connection_id, old.destination_waba_id);
begin
  if new.status not in ('submitted', 'preparing', 'scheduled') or not (source_changed or destination_changed) then return new; end if;
  update public.checks set status = 'stale', updated_at = now()
  where request_id = new.id and evidence_kind = 'api' and status in ('passed', 'failed')
    and (source_changed and code in ('BUSINESS_VERIFIED', 'SOURCE_READY', 'SAME_BUSINESS', 'NAME_APPROVED', 'CLOUD_API_NUMBER', 'TWO_STEP_OFF')
      or destination_changed and code in ('BUSINESS_VERIFIED', 'SAME_BUSINESS', 'DESTINATION_READY', 'APP_SUBSCRIBED'));
  new.checks_read_at := null;
  if source_changed then new.two_step_off_since := null; new.two_step_alarmed_at := null; end if;
  return new;
end $$;
