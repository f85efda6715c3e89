-- The database has the last word on what people write: every text, list and document has a shape and an end here, whoever
-- calls which command by what way. Triggers say which field it was, and give nothing away of tables and rows.

create function private.is_line(p_text text, p_most integer) returns boolean
language sql immutable set search_path = '' as $$
  select length(p_text) between 1 and p_most and p_text !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]';
$$;
comment on function private.is_line is 'A name or the like: one line, without control characters.';

create function private.is_prose(p_text text, p_most integer) returns boolean
language sql immutable set search_path = '' as $$
  select length(p_text) <= p_most and p_text !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]';
$$;
comment on function private.is_prose is 'What people write in sentences: lines and tabs, and no other control characters.';

create function private.is_address(p_text text) returns boolean
language sql immutable set search_path = '' as $$
  select length(p_text) <= 254
    and p_text ~ '^[^\s\u0001-\u001f\u007f-\u009f@,;:<>()"\\\[\]]{1,64}@[^\s\u0001-\u001f\u007f-\u009f@,;:<>()"\\\[\]]+\.[^\s\u0001-\u001f\u007f-\u009f@,;:<>()"\\.\[\]]{2,}$';
$$;
comment on function private.is_address is 'Exactly one e-mail address, in any script; nothing that a mail service could take for a second one or for a header.';

create function private.is_near(p_moment timestamptz) returns boolean
language sql stable set search_path = '' as $$
  select p_moment between now() - interval '10 years' and now() + interval '2 years';
$$;
comment on function private.is_near is 'A moment that a calendar can show and a move can have; moments of the past stay as they were.';

create function private.refuse_field() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform private.refuse(400, 'invalid_input', tg_argv[0]);
  return null;
end $$;
comment on function private.refuse_field is 'For triggers whose condition has found a field without its shape; the argument names it.';

drop trigger migration_requests_words on public.migration_requests;
create trigger migration_requests_names before insert or update of contact_name, contact_phone, authorised_name, authorised_position, old_provider_name,
  platform_account on public.migration_requests for each row
when (not (private.is_line(new.contact_name, 120) and private.is_line(new.old_provider_name, 120)
  and coalesce(private.is_line(nullif(new.contact_phone, ''), 40), true) and coalesce(private.is_line(nullif(new.authorised_name, ''), 120), true)
  and coalesce(private.is_line(nullif(new.authorised_position, ''), 120), true) and coalesce(private.is_line(nullif(new.platform_account, ''), 120), true)))
execute function private.refuse_field('name');
create trigger migration_requests_addresses before insert or update of contact_email, authorised_email on public.migration_requests for each row
when (not (private.is_address(new.contact_email) and coalesce(private.is_address(new.authorised_email), true)))
execute function private.refuse_field('email');
create trigger migration_requests_words before insert or update of closed_note, hold_reason, reason_note, counter_note on public.migration_requests for each row
when (not (coalesce(private.is_prose(new.closed_note, 4000), true) and coalesce(private.is_prose(new.hold_reason, 4000), true)
  and coalesce(private.is_prose(new.reason_note, 1000), true) and coalesce(private.is_prose(new.counter_note, 4000), true)))
execute function private.refuse_field('text');
create trigger migration_requests_ids before insert or update of source_business_id, source_waba_id, source_phone_number_id, destination_waba_id,
  destination_phone_number_id on public.migration_requests for each row
when (greatest(length(new.source_business_id), length(new.source_waba_id), length(new.source_phone_number_id), length(new.destination_waba_id),
  length(new.destination_phone_number_id)) > 30)
execute function private.refuse_field('meta_id');
create trigger migration_requests_lists before insert or update of acknowledgements, route_answers on public.migration_requests for each row
when (cardinality(new.acknowledgements) > 20 or length(array_to_string(new.acknowledgements, ' ')) > 1000
  or jsonb_typeof(new.route_answers) <> 'object' or length(new.route_answers::text) > 2000)
execute function private.refuse_field('list');
create trigger migration_requests_moments before insert or update of window_starts_at, window_ends_at, counter_starts_at, counter_ends_at
  on public.migration_requests for each row
when (not (coalesce(private.is_near(new.window_starts_at), true) and coalesce(private.is_near(new.window_ends_at), true)
  and coalesce(private.is_near(new.counter_starts_at), true) and coalesce(private.is_near(new.counter_ends_at), true)))
execute function private.refuse_field('window');

create trigger clients_names before insert or update of name on public.clients for each row
when (not private.is_line(new.name, 200)) execute function private.refuse_field('name');
create trigger client_members_names before insert or update of name, email on public.client_members for each row
when (not (private.is_line(new.name, 120) and private.is_address(new.email))) execute function private.refuse_field('name');
create trigger members_names before insert or update of name, email on public.members for each row
when (not (private.is_line(new.name, 120) and private.is_address(new.email))) execute function private.refuse_field('name');
create trigger invitations_names before insert or update of name, email on public.invitations for each row
when (not (private.is_line(new.name, 120) and private.is_address(new.email))) execute function private.refuse_field('name');
create trigger batches_names before insert or update of label on public.batches for each row
when (not private.is_line(new.label, 120)) execute function private.refuse_field('name');
create trigger providers_names before insert or update of name, office_name, office_email, office_phone, platform_signup_url on public.providers for each row
when (not (private.is_line(new.name, 120) and coalesce(private.is_line(new.office_name, 120), true) and coalesce(private.is_address(new.office_email), true)
  and coalesce(private.is_line(new.office_phone, 40), true) and new.platform_signup_url ~ '^https://[^\s"<>\\]+$' and length(new.platform_signup_url) <= 500))
execute function private.refuse_field('name');
create trigger comments_words before insert or update of body, author_name on public.comments for each row
when (not (private.is_prose(new.body, 4000) and private.is_line(new.author_name, 120))) execute function private.refuse_field('text');

create trigger events_size before insert on public.events for each row
when (length(new.data::text) > 32000) execute function private.refuse_field('size');
create trigger cutover_steps_size before insert or update of authorisation on public.cutover_steps for each row
when (length(new.authorisation::text) > 2000) execute function private.refuse_field('detail');
create trigger exports_size before insert on public.exports for each row
when (new.filter is null or jsonb_typeof(new.filter) <> 'object' or length(new.filter::text) > 4000 or new.row_count not between 0 and 100000000)
execute function private.refuse_field('filter');
create trigger request_alarms_words before insert or update of note on public.request_alarms for each row
when (not private.is_prose(new.note, 4000)) execute function private.refuse_field('note');
create trigger provider_calendars_size before insert or update of hours, closed_days on public.provider_calendars for each row
when (length(new.hours::text) > 4000 or cardinality(new.closed_days) > 400)
execute function private.refuse_field('hours');

-- What is stored is made anew of what was understood: no further member, no number that is text.
drop function private.check_hours(jsonb);
create function private.hours_of(p_hours jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare hours jsonb;
begin
  if jsonb_typeof(p_hours) is distinct from 'array' or jsonb_array_length(p_hours) not between 1 and 40 then
    perform private.refuse(400, 'invalid_input', 'hours');
  end if;
  begin
    select jsonb_agg(jsonb_build_object('weekday', h.weekday, 'from', h."from", 'to', h."to") order by h.weekday, h."from") into hours
    from jsonb_to_recordset(p_hours) as h (weekday integer, "from" integer, "to" integer)
    having bool_and(coalesce(h.weekday between 1 and 7 and h."from" >= 0 and h."to" <= 1440 and h."from" < h."to", false));
  exception when others then
    hours := null;
  end;
  if hours is null then perform private.refuse(400, 'invalid_input', 'hours'); end if;
  return hours;
end $$;
comment on function private.hours_of is 'Working hours as src/domain/clocks/calendar.ts reads them; minutes of the day.';

-- Zones of Postgres that no browser knows would break every page that shows a time in them.
create or replace function private.check_time_zone(p_time_zone text) returns void
language plpgsql stable set search_path = '' as $$
begin
  if coalesce(p_time_zone, '') !~ '^(UTC|[A-Za-z_]+(/[A-Za-z0-9_+-]+){1,2})$' or p_time_zone ~ '^(posix|right|SystemV)/'
    or not exists (select from pg_catalog.pg_timezone_names where name = p_time_zone) then
    perform private.refuse(400, 'invalid_input', 'timeZone');
  end if;
end $$;

create or replace function public.save_calendar(p_provider uuid, p_time_zone text, p_country text, p_hours jsonb, p_observe_holidays boolean, p_closed_days date[])
returns jsonb language plpgsql security definer set search_path = '' as $$
declare kept jsonb;
begin
  perform private.open_provider(p_provider, 'settings.manage');
  perform private.check_time_zone(p_time_zone);
  if coalesce(p_country, '') !~ '^[A-Z]{2}$' then perform private.refuse(400, 'invalid_input', 'country'); end if;
  if p_observe_holidays is null or p_closed_days is null or cardinality(p_closed_days) > 400
    or exists (select from unnest(p_closed_days) as day where day is null or day not between current_date - 3660 and current_date + 3660) then
    perform private.refuse(400, 'invalid_input', 'closedDays');
  end if;
  kept := private.hours_of(p_hours);
  update public.providers set time_zone = p_time_zone, country = p_country where id = p_provider;
  update public.provider_calendars set hours = kept, observe_holidays = p_observe_holidays, closed_days = p_closed_days, changed_at = now()
  where provider_id = p_provider;
  return jsonb_build_object('id', p_provider);
end $$;

create or replace function public.set_client_hours(p_request uuid, p_version integer, p_hours jsonb, p_time_zone text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests; hours jsonb;
begin
  request := private.open_request(p_request, p_version, 'window.confirm');
  if request.status not in ('submitted', 'preparing', 'scheduled') then perform private.refuse(409, 'wrong_status', request.status); end if;
  hours := private.hours_of(p_hours);
  perform private.check_time_zone(p_time_zone);
  update public.migration_requests set client_hours = hours, client_time_zone = p_time_zone where id = p_request;
  return private.close_change(p_request, 'window.confirm', 'client', jsonb_build_object('hours', hours, 'timeZone', p_time_zone));
end $$;

-- Words of a sensible length alone are searched for, letter by letter.
create or replace function public.search_request_ids(p_query text) returns setof uuid
language sql stable security definer set search_path = '' as $$
  with asked as materialized (
    select '%' || regexp_replace(words, '([\\%_])', '\\\1', 'g') || '%' as pattern, '%' || lower(regexp_replace(words, '([\\%_])', '\\\1', 'g')) || '%' as name,
      case when words !~ '[[:alpha:]]' then '%' || nullif(regexp_replace(words, '\D', '', 'g'), '') || '%' end as digits
    from (select trim(p_query) as words where length(p_query) <= 100) as query where length(words) >= 2)
  select r.id from asked join public.migration_requests r on true join public.clients c on c.id = r.client_id
  where (r.provider_id = any (private.my_provider_ids()) or r.client_id = any (private.my_client_ids()))
    and r.provider_id <> all (private.my_locked_provider_ids())
    and (r.reference ilike asked.pattern or lower(c.name) like asked.name or r.phone_number like asked.digits)
  order by r.updated_at desc, r.id limit 200;
$$;

-- No member but those that are known, of the desk's either.
create or replace function public.edit_facts(p_request uuid, p_version integer, p_facts jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; right_name text := 'facts.edit_own';
  accounts constant text[] := '{sourceBusinessId,sourceWabaId,sourcePhoneNumberId,accountModel,platformAccount}';
  contact constant text[] := '{contactName,contactEmail,contactPhone}';
begin
  if exists (select from public.migration_requests r where r.id = p_request and private.permits(r.provider_id, r.client_id, 'request.edit')) then
    right_name := 'request.edit';
  end if;
  request := private.open_request(p_request, p_version, right_name);
  if request.status not in ('submitted', 'preparing', 'scheduled') then perform private.refuse(409, 'wrong_status', request.status); end if;
  if jsonb_typeof(p_facts) is distinct from 'object' then perform private.refuse(400, 'invalid_input', 'facts'); end if;
  if exists (select from jsonb_object_keys(p_facts) as key where key <> all (accounts) and (right_name = 'facts.edit_own' or key <> all (contact))) then
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
    perform private.refuse(400, 'invalid_input', 'facts');
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

create or replace function public.choose_route(p_request uuid, p_version integer, p_route text, p_connection uuid,
  p_destination_waba_id text default null, p_reason text default null, p_advice jsonb default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; destination text := nullif(p_destination_waba_id, '');
begin
  request := private.open_request(p_request, p_version, 'request.edit');
  if request.status <> 'preparing' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if not exists (select from private.route_steps where route = p_route) then perform private.refuse(400, 'invalid_input', 'route'); end if;
  if (destination is null and p_route in ('R2', 'R5')) or destination !~ '^[0-9]{1,30}$' then perform private.refuse(400, 'invalid_input', 'destination_waba_id'); end if;
  if length(p_advice::text) > 20000 then perform private.refuse(400, 'invalid_input', 'advice'); end if;
  if not exists (select from public.meta_connections
    where id = p_connection and provider_id = request.provider_id and request_id is null and revoked_at is null) then
    perform private.refuse(404, 'connection_not_found');
  end if;
  update public.migration_requests set route = p_route, connection_id = p_connection,
    destination_waba_id = case when not private.makes_account(p_route) then destination end,
    destination_phone_number_id = case when (route, destination_waba_id) is not distinct from (p_route, destination) then destination_phone_number_id end
  where id = p_request;
  perform private.end_signup(p_request);

  update public.checks set status = 'pending', evidence_kind = null, evidence_field = null, evidence_value = null, read_at = null, updated_at = now()
  where request_id = p_request and status = 'waived' and evidence_field = 'route';
  update public.checks c set status = 'waived', evidence_kind = 'person', evidence_field = 'route', evidence_value = p_route,
    cause = null, read_at = now(), updated_at = now()
  from private.route_needless_checks n
  where c.request_id = p_request and n.route = p_route and c.code = n.code and c.status not in ('passed', 'waived');
  return private.close_change(p_request, 'request.edit', 'internal', jsonb_strip_nulls(jsonb_build_object(
    'route', p_route, 'destinationWabaId', destination, 'reason', nullif(trim(p_reason), ''), 'advice', p_advice)));
end $$;

-- What was wrong is told without the names of tables and constraints.
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
  when check_violation or not_null_violation or invalid_text_representation or numeric_value_out_of_range then
    perform private.refuse(400, 'invalid_input', 'application');
end $$;

create or replace function public.create_draft(p_provider_slug text, p_application jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  provider public.providers; client uuid; person uuid := (select auth.uid()); serial integer; request uuid;
  company text := nullif(trim(p_application ->> 'companyName'), '');
begin
  if person is null then perform private.refuse(401, 'not_signed_in'); end if;
  select * into provider from public.providers where slug = p_provider_slug;
  if not found then perform private.refuse(404, 'provider_not_found'); end if;
  if exists (select from public.members where provider_id = provider.id and user_id = person and ended_at is null) then
    perform private.refuse(403, 'members_cannot_apply');
  end if;
  if jsonb_typeof(p_application) is distinct from 'object' or length(p_application::text) > 20000
    or nullif(trim(p_application ->> 'contactName'), '') is null or nullif(trim(p_application ->> 'contactEmail'), '') is null then
    perform private.refuse(400, 'invalid_input', 'application');
  end if;

  perform private.check_filing(person);

  select m.client_id into client from public.client_members m
  where m.provider_id = provider.id and m.user_id = person and m.ended_at is null order by m.created_at limit 1;
  if client is null then
    insert into public.clients (provider_id, name, country, is_person)
    values (provider.id, coalesce(company, p_application ->> 'contactName'), p_application ->> 'phoneCountry', company is null)
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
    perform private.refuse(400, 'invalid_input', 'application');
  end;
  perform private.write_application(request, p_application);
  return private.close_change(request, 'request.draft', 'client');
end $$;

revoke execute on function private.is_line(text, integer), private.is_prose(text, integer), private.is_address(text), private.is_near(timestamptz),
  private.refuse_field(), private.hours_of(jsonb) from public, anon, authenticated, service_role;
