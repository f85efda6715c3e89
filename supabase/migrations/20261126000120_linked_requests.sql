-- A completed request is final: what an alarm makes necessary afterwards becomes a request of its own, linked to it.

alter table public.migration_requests add column follows_id uuid;
alter table public.migration_requests add constraint migration_requests_follows_fkey
  foreign key (provider_id, client_id, follows_id) references public.migration_requests (provider_id, client_id, id);
create index migration_requests_follows on public.migration_requests (provider_id, client_id, follows_id) where follows_id is not null;
comment on column public.migration_requests.follows_id is 'The completed request whose alarm this one began with.';

create function private.add_checks(p_request public.migration_requests) returns void
language sql security definer set search_path = '' as $$
  insert into public.checks (provider_id, client_id, request_id, code, status, evidence_kind, evidence_field, evidence_value, read_at)
  select p_request.provider_id, p_request.client_id, p_request.id, k.code,
    case when found.value is null then 'pending' else 'passed' end,
    case when found.value is null then null else 'document' end, found.field, found.value,
    case when found.value is null then null else now() end
  from private.check_catalogue k
  left join (values
    ('AUTHORISED_PERSON', 'authorised_name', p_request.authorised_name),
    ('WABA_DATA', 'source_waba_id', case when p_request.source_business_id is not null and p_request.source_phone_number_id is not null then p_request.source_waba_id end),
    ('PLATFORM_ACCOUNT', 'platform_account', nullif(trim(p_request.platform_account), '')),
    ('NUMBER_FORMAT', 'phone_number', p_request.phone_number),
    ('NO_OTHER_REQUEST', 'phone_number', p_request.phone_number)) as found (code, field, value) on found.code = k.code
  on conflict (request_id, code) do nothing;
$$;

create or replace function public.submit_request(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; outcome jsonb;
begin
  request := private.open_request(p_request, p_version, 'request.submit');
  if request.authorised_name is null or request.authorised_email is null then
    perform private.refuse(400, 'authorised_person_missing');
  end if;
  if not request.acknowledgements @> array['source_until_register', 'history_stays', 'templates_copied', 'templates_not_copied', 'number_keeps'] then
    perform private.refuse(400, 'acknowledgements_missing');
  end if;
  perform private.add_checks(request);
  begin
    outcome := private.close_change(p_request, 'request.submit', 'client');
  exception when unique_violation then
    perform private.refuse(409, 'number_in_live_request');
  end;
  return outcome;
end $$;

-- Where the number stands now is not known, so neither its old ids nor a route are taken over.
create function public.open_linked_request(p_request uuid, p_version integer, p_alarm uuid, p_note text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests := private.open_request(p_request, p_version, 'alarm.acknowledge');
  linked public.migration_requests; serial integer; alarm text; outcome jsonb;
begin
  if request.status <> 'completed' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if length(trim(coalesce(p_note, ''))) not between 1 and 1000 then perform private.refuse(400, 'invalid_input', 'note'); end if;
  update private.reference_counters set last_number = last_number + 1 where provider_id = request.provider_id returning last_number into serial;
  insert into public.migration_requests (provider_id, client_id, reference, phone_number, phone_country, locale, reason, reason_note,
    monthly_volume, old_provider_name, contact_name, contact_email, contact_phone, authorised_name, authorised_email,
    authorised_position, platform_account, acknowledgements, acknowledged_at, assignee_id, created_by, follows_id)
  values (request.provider_id, request.client_id, 'M-' || lpad(serial::text, greatest(5, length(serial::text)), '0'), request.phone_number,
    request.phone_country, request.locale, 'other', trim(p_note), request.monthly_volume, request.old_provider_name, request.contact_name,
    request.contact_email, request.contact_phone, request.authorised_name, request.authorised_email, request.authorised_position,
    request.platform_account, request.acknowledgements, request.acknowledged_at, request.assignee_id, (select auth.uid()), request.id)
  returning * into linked;
  perform private.add_checks(linked);
  update public.request_alarms set acknowledged_at = now(), acknowledged_by = (select auth.uid()), note = trim(p_note)
  where id = p_alarm and request_id = p_request and acknowledged_at is null returning code into alarm;
  if not found then perform private.refuse(404, 'alarm_not_found'); end if;
  perform private.close_change(p_request, 'alarm.acknowledge', 'internal',
    jsonb_build_object('alarm', alarm, 'note', trim(p_note), 'linked', linked.reference));
  begin
    outcome := private.close_change(linked.id, 'request.submit', 'client');
  exception when unique_violation then
    perform private.refuse(409, 'number_in_live_request');
  end;
  return outcome;
end $$;
comment on function public.open_linked_request is 'Begins a request for the same number of the same client and closes the alarm with it; answers the new request.';

revoke execute on function private.add_checks(public.migration_requests) from public;
grant execute on function public.open_linked_request(uuid, integer, uuid, text) to authenticated;
