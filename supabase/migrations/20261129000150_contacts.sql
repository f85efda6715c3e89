-- Whom a client's mails go to: not to somebody whose access has ended; and the desk can name another contact.

create function private.mail_address(p_request public.migration_requests) returns text
language sql stable security definer set search_path = '' as $$
  select case when coalesce(bool_or(m.ended_at is not null and lower(m.email) = lower(p_request.contact_email))
      and not bool_or(m.ended_at is null and lower(m.email) = lower(p_request.contact_email)), false)
    then (array_agg(m.email order by m.created_at, m.id) filter (where m.ended_at is null))[1] else p_request.contact_email end
  from public.client_members m where m.client_id = p_request.client_id;
$$;
comment on function private.mail_address is 'The contact, unless they were a client user and are none any more: then who has been one for longest; null: nobody is left.';

create or replace function public.engine_due_client_mails() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare answer jsonb;
begin
  with due as (
      select o.id from private.outbox o join public.migration_requests r on r.id = o.request_id
      where o.sent_at is null and o.kind in ('clock.reminder_1', 'clock.reminder_2', 'clock.reminder_3',
          'clock.client_silent', 'window.day_before', 'window.hour_before', 'request.ask', 'request.schedule')
        and o.created_at > now() - interval '2 days'
        and (o.tried_at is null or o.tried_at < now() - interval '5 minutes' * 2 ^ least(o.attempts, 8))
        and private.mail_address(r) is not null
        and case
          when o.kind = 'clock.client_silent' then r.hold_reason = 'client_silent'
          when o.kind like 'clock.%' then r.waiting_on = 'client' and r.hold_reason is null and r.clock_since <= o.created_at
          when o.kind = 'request.ask' then r.asked_at is not null
          when o.kind = 'request.schedule' then r.status = 'scheduled' and r.window_confirmed_at is null
          else r.status = 'scheduled' and r.window_starts_at > now() end
      order by o.tried_at nulls first, o.id limit 20 for update of o skip locked),
    taken as (
      update private.outbox o set attempts = o.attempts + 1, tried_at = now() from due where o.id = due.id returning o.*)
  select coalesce(jsonb_agg(jsonb_build_object('id', o.id::text, 'kind', o.kind, 'request', r.id, 'provider', p.name, 'office', p.office_email,
      'locale', r.locale, 'to', private.mail_address(r), 'phone', r.phone_number, 'startsAt', private.utc(r.window_starts_at),
      'timeZone', coalesce(r.client_time_zone, p.time_zone)) order by o.id), '[]') into answer
  from taken o join public.migration_requests r on r.id = o.request_id join public.providers p on p.id = r.provider_id;
  return answer;
end $$;

create or replace function public.edit_facts(p_request uuid, p_version integer, p_facts jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; right_name text := 'facts.edit_own';
  contact constant text[] := '{contactName,contactEmail,contactPhone}';
begin
  if exists (select from public.migration_requests r where r.id = p_request and private.permits(r.provider_id, r.client_id, 'request.edit')) then
    right_name := 'request.edit';
  end if;
  request := private.open_request(p_request, p_version, right_name);
  if request.status not in ('submitted', 'preparing', 'scheduled') then perform private.refuse(409, 'wrong_status', request.status); end if;
  if right_name = 'facts.edit_own' and exists (select from jsonb_object_keys(p_facts) as key
    where key not in ('sourceBusinessId', 'sourceWabaId', 'sourcePhoneNumberId', 'platformAccount')) then
    perform private.refuse(403, 'not_permitted', 'facts');
  end if;
  begin
    update public.migration_requests set
      source_business_id = coalesce(p_facts ->> 'sourceBusinessId', source_business_id),
      source_waba_id = coalesce(p_facts ->> 'sourceWabaId', source_waba_id),
      source_phone_number_id = coalesce(p_facts ->> 'sourcePhoneNumberId', source_phone_number_id),
      platform_account = coalesce(p_facts ->> 'platformAccount', platform_account),
      contact_name = coalesce(p_facts ->> 'contactName', contact_name),
      contact_email = coalesce(p_facts ->> 'contactEmail', contact_email),
      contact_phone = coalesce(p_facts ->> 'contactPhone', contact_phone)
    where id = p_request returning * into request;
  exception when check_violation then
    perform private.refuse(400, 'invalid_input', sqlerrm);
  end;
  update public.checks set status = 'passed', evidence_kind = 'document', evidence_field = 'source_waba_id',
    evidence_value = request.source_waba_id, read_at = now(), updated_at = now(), cause = null
  where request_id = p_request and code = 'WABA_DATA' and status <> 'waived' and request.source_waba_id is not null
    and request.source_business_id is not null and request.source_phone_number_id is not null;
  update public.checks set status = 'passed', evidence_kind = 'document', evidence_field = 'platform_account',
    evidence_value = request.platform_account, read_at = now(), updated_at = now(), cause = null
  where request_id = p_request and code = 'PLATFORM_ACCOUNT' and status <> 'waived' and nullif(trim(request.platform_account), '') is not null;
  return private.close_change(p_request, right_name, case right_name when 'request.edit' then 'internal' else 'client' end,
    -- Of a person the request itself tells, and forgets.
    p_facts - contact || case when p_facts ?| contact then jsonb_build_object('contact', true) else '{}' end);
end $$;

revoke execute on function private.mail_address(public.migration_requests) from public, anon, authenticated, service_role;
