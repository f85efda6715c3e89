-- The account model is asked of the client too, who sees Meta's screens; the desk's answer holds over it.

alter table public.migration_requests
  add column client_account_model text check (client_account_model in ('old', 'new'));
comment on column public.migration_requests.client_account_model is
  'The account model by the client''s word; null: not known. The advice takes it where the desk has not answered; no step of the move does.';
grant select (client_account_model) on public.migration_requests to authenticated;
insert into private.audit_plain_fields (relation, field) values ('migration_requests', 'client_account_model');

create or replace function private.write_application(p_request uuid, p_application jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.migration_requests r set
    phone_number = p_application ->> 'phoneNumber',
    phone_country = p_application ->> 'phoneCountry',
    locale = coalesce(p_application ->> 'locale', r.locale),
    reason = p_application ->> 'reason',
    reason_note = p_application ->> 'reasonNote',
    monthly_volume = (p_application ->> 'monthlyVolume')::integer,
    old_provider_name = p_application ->> 'oldProviderName',
    old_provider_id = (select o.id from public.old_providers o
      where o.provider_id = r.provider_id and lower(o.name) = lower(p_application ->> 'oldProviderName')),
    contact_name = p_application ->> 'contactName',
    contact_email = p_application ->> 'contactEmail',
    contact_phone = p_application ->> 'contactPhone',
    authorised_name = p_application ->> 'authorisedName',
    authorised_email = p_application ->> 'authorisedEmail',
    authorised_position = p_application ->> 'authorisedPosition',
    source_business_id = p_application ->> 'sourceBusinessId',
    source_waba_id = p_application ->> 'sourceWabaId',
    source_phone_number_id = p_application ->> 'sourcePhoneNumberId',
    client_account_model = p_application ->> 'accountModel',
    platform_account = p_application ->> 'platformAccount',
    acknowledgements = coalesce((select array_agg(value) from jsonb_array_elements_text(p_application -> 'acknowledgements')), '{}'),
    acknowledged_at = now()
  where r.id = p_request;
exception
  when check_violation or not_null_violation or invalid_text_representation then
    perform private.refuse(400, 'invalid_input', sqlerrm);
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
    where key not in ('sourceBusinessId', 'sourceWabaId', 'sourcePhoneNumberId', 'accountModel', 'platformAccount')) then
    perform private.refuse(403, 'not_permitted', 'facts');
  end if;
  begin
    update public.migration_requests set
      source_business_id = coalesce(p_facts ->> 'sourceBusinessId', source_business_id),
      source_waba_id = coalesce(p_facts ->> 'sourceWabaId', source_waba_id),
      source_phone_number_id = coalesce(p_facts ->> 'sourcePhoneNumberId', source_phone_number_id),
      client_account_model = coalesce(p_facts ->> 'accountModel', client_account_model),
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
