-- What client users do: file an application, edit and submit it, confirm, comment, cancel.

-- Writes the fields of the application form into a draft. Keys as in src/domain/requests/application.ts.
create function private.write_application(p_request uuid, p_application jsonb) returns void
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
    platform_account = p_application ->> 'platformAccount',
    acknowledgements = coalesce((select array_agg(value) from jsonb_array_elements_text(p_application -> 'acknowledgements')), '{}'),
    acknowledged_at = now()
  where r.id = p_request;
exception
  when check_violation or not_null_violation or invalid_text_representation then
    perform private.refuse(400, 'invalid_input', sqlerrm);
end $$;

-- A signed-in person's first request makes their company a client of the provider.
create function public.create_draft(p_provider_slug text, p_application jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  provider public.providers; client uuid; person uuid := (select auth.uid()); serial integer; request uuid;
begin
  if person is null then perform private.refuse(401, 'not_signed_in'); end if;
  select * into provider from public.providers where slug = p_provider_slug;
  if not found then perform private.refuse(404, 'provider_not_found'); end if;
  if exists (select from public.members where provider_id = provider.id and user_id = person and ended_at is null) then
    perform private.refuse(403, 'members_cannot_apply');
  end if;

  select m.client_id into client from public.client_members m
  where m.provider_id = provider.id and m.user_id = person and m.ended_at is null order by m.created_at limit 1;
  if client is null then
    insert into public.clients (provider_id, name, country)
    values (provider.id, coalesce(nullif(trim(p_application ->> 'companyName'), ''), p_application ->> 'contactName'), p_application ->> 'phoneCountry')
    returning id into client;
    insert into public.client_members (provider_id, client_id, user_id, name, email)
    values (provider.id, client, person, p_application ->> 'contactName', coalesce((select auth.jwt()) ->> 'email', p_application ->> 'contactEmail'));
  end if;

  insert into private.reference_counters as c (provider_id, last_number) values (provider.id, 1)
  on conflict (provider_id) do update set last_number = c.last_number + 1 returning last_number into serial;
  begin
    insert into public.migration_requests (provider_id, client_id, reference, phone_number, phone_country, reason,
      old_provider_name, contact_name, contact_email, created_by)
    values (provider.id, client, 'M-' || lpad(serial::text, greatest(5, length(serial::text)), '0'), p_application ->> 'phoneNumber', p_application ->> 'phoneCountry',
      p_application ->> 'reason', p_application ->> 'oldProviderName', p_application ->> 'contactName', p_application ->> 'contactEmail', person)
    returning id into request;
  exception when check_violation or not_null_violation then
    perform private.refuse(400, 'invalid_input', sqlerrm);
  end;
  perform private.write_application(request, p_application);
  return private.close_change(request, 'request.draft', 'client');
end $$;
comment on function public.create_draft is 'Files a draft with the provider of that slug; shape of p_application: src/domain/requests/application.ts.';

create function public.save_draft(p_request uuid, p_version integer, p_application jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.draft');
  if request.status <> 'draft' then perform private.refuse(409, 'wrong_status', request.status); end if;
  perform private.write_application(p_request, p_application);
  return private.close_change(p_request, 'request.draft', 'client');
end $$;

create function public.submit_request(p_request uuid, p_version integer)
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
  insert into public.checks (provider_id, client_id, request_id, code, status, evidence_kind, evidence_field, evidence_value, read_at)
  select request.provider_id, request.client_id, request.id, k.code,
    case when found.value is null then 'pending' else 'passed' end,
    case when found.value is null then null else 'document' end, found.field, found.value,
    case when found.value is null then null else now() end
  from private.check_catalogue k
  left join (values
    ('AUTHORISED_PERSON', 'authorised_name', request.authorised_name),
    ('WABA_DATA', 'source_waba_id', case when request.source_business_id is not null and request.source_phone_number_id is not null then request.source_waba_id end),
    ('PLATFORM_ACCOUNT', 'platform_account', nullif(trim(request.platform_account), '')),
    ('NUMBER_FORMAT', 'phone_number', request.phone_number),
    ('NO_OTHER_REQUEST', 'phone_number', request.phone_number)) as found (code, field, value) on found.code = k.code
  on conflict (request_id, code) do nothing;
  begin
    outcome := private.close_change(p_request, 'request.submit', 'client');
  exception when unique_violation then
    perform private.refuse(409, 'number_in_live_request');
  end;
  return outcome;
end $$;
comment on function public.submit_request is 'Draft to submitted: required fields, every acknowledgement, and no other live request for the number anywhere.';

create function public.cancel_request(p_request uuid, p_version integer, p_note text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_request(p_request, p_version, 'request.cancel');
  update public.migration_requests set closed_reason = 'cancelled', closed_note = p_note where id = p_request;
  return private.close_change(p_request, 'request.cancel', 'client', jsonb_build_object('note', p_note));
end $$;

create function public.confirm_window(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'window.confirm');
  if request.status <> 'scheduled' then perform private.refuse(409, 'wrong_status', request.status); end if;
  update public.migration_requests set window_confirmed_at = now() where id = p_request;
  return private.close_change(p_request, 'window.confirm', 'client');
end $$;

create function public.add_comment(p_request uuid, p_visibility text, p_body text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; side text; author text;
begin
  if coalesce(p_visibility, '') not in ('internal', 'client') then perform private.refuse(400, 'invalid_input', 'visibility'); end if;
  if length(trim(coalesce(p_body, ''))) not between 1 and 4000 then perform private.refuse(400, 'invalid_input', 'body'); end if;
  request := private.open_request(p_request, null, 'comment.' || p_visibility, true);
  select 'provider', m.name into side, author from public.members m
  where m.provider_id = request.provider_id and m.user_id = (select auth.uid()) and m.ended_at is null;
  if side is null then
    select 'client', m.name into side, author from public.client_members m
    where m.client_id = request.client_id and m.user_id = (select auth.uid()) and m.ended_at is null;
  end if;
  insert into public.comments (provider_id, client_id, request_id, visibility, author_id, author_name, author_side, body)
  values (request.provider_id, request.client_id, request.id, p_visibility, (select auth.uid()), author, side, trim(p_body));
  if side = 'client' then update public.migration_requests set asked_at = null where id = p_request; end if;
  return private.close_change(p_request, 'comment.' || p_visibility, p_visibility);
end $$;

grant execute on function public.create_draft(text, jsonb), public.save_draft(uuid, integer, jsonb),
  public.submit_request(uuid, integer), public.cancel_request(uuid, integer, text),
  public.confirm_window(uuid, integer), public.add_comment(uuid, text, text) to authenticated;
