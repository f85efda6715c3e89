-- What people write has an end: no command takes more than 4,000 characters of one text, whoever calls it and by what way.

create function private.refuse_too_long() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform private.refuse(400, 'invalid_input', 'text');
  return null;
end $$;

create trigger migration_requests_words before insert or update on public.migration_requests for each row
when (greatest(length(new.closed_note), length(new.hold_reason), length(new.reason_note), length(new.platform_account),
  length(new.old_provider_name), length(new.contact_name), length(new.contact_email), length(new.contact_phone),
  length(new.authorised_name), length(new.authorised_email), length(new.authorised_position)) > 4000)
execute function private.refuse_too_long();

-- What Meta says of a check is as long as it is.
create trigger checks_words before insert or update on public.checks for each row
when (greatest(length(new.claimed_value), length(new.waived_reason),
  case when new.evidence_kind in ('document', 'person') then length(new.evidence_value) end) > 4000)
execute function private.refuse_too_long();

create trigger events_words before insert on public.events for each row
when (greatest(length(new.data ->> 'note'), length(new.data ->> 'reason')) > 4000)
execute function private.refuse_too_long();

create trigger exception_payloads_words before insert on public.exception_payloads for each row
when (length(new.payload ->> 'note') > 4000)
execute function private.refuse_too_long();

revoke execute on function private.refuse_too_long() from public, anon, authenticated, service_role;
