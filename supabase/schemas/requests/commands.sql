-- Takes what clients and staff do with a request before its cut-over and at its end.

-- A signed-in person's first request makes their company a client of the provider.
create function public.create_draft(p_provider_slug text, p_application jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  provider public.providers; client uuid; person uuid := (select auth.uid()); serial integer; request uuid;
  company text := nullif(trim(p_application ->> 'companyName'), '');
begin
  if person is null then perform private.refuse(401, 'not_signed_in'); end if;
  select * into provider from public.providers where slug = p_provider_slug and suspended_at is null;
  if not found then perform private.refuse(404, 'provider_not_found'); end if;
  if exists (select from public.members where provider_id = provider.id and user_id = person and ended_at is null) then
    perform private.refuse(403, 'members_cannot_apply');
  end if;
  if jsonb_typeof(p_application) is distinct from 'object' or length(p_application::text) > 20000
    or nullif(trim(p_application ->> 'contactName'), '') is null
      or nullif(trim(p_application ->> 'contactEmail'), '') is null then
    perform private.refuse(400, 'invalid_input', 'application');
  end if;

  perform private.check_filing(person);

  select m.client_id into client from public.client_members m
  where m.provider_id = provider.id and m.user_id = person and m.ended_at is null order by m.created_at limit 1;
  if client is null then
    insert into public.clients (provider_id, name, country, is_person)
    values (provider.id, coalesce(company, p_application ->> 'contactName'), p_application ->> 'phoneCountry', company
      is null)
    returning id into client;
    insert into public.client_members (provider_id, client_id, user_id, name, email)
    values (provider.id, client, person, p_application ->> 'contactName',
      coalesce((select auth.jwt()) ->> 'email', p_application ->> 'contactEmail'));
  end if;

  insert into private.reference_counters as c (provider_id, last_number) values (provider.id, 1)
  on conflict (provider_id) do update set last_number = c.last_number + 1 returning last_number into serial;
  begin
    insert into public.migration_requests (provider_id, client_id, reference, phone_number, phone_country, reason,
      old_provider_name, contact_name, contact_email, created_by)
    values (provider.id, client, 'M-' || lpad(serial::text, greatest(5, length(serial::text)), '0'),
      p_application ->> 'phoneNumber', p_application ->> 'phoneCountry',
      p_application ->> 'reason', p_application ->> 'oldProviderName', p_application ->> 'contactName',
        p_application ->> 'contactEmail', person)
    returning id into request;
  exception when check_violation or not_null_violation then
    perform private.refuse(400, 'invalid_input', 'application');
  end;
  perform private.write_application(request, p_application);
  return private.close_change(request, 'request.draft', 'client');
end $$;
comment on function public.create_draft
  is 'Files a draft with the provider of that slug; shape of p_application: src/domain/requests/application.ts.';

create function public.save_draft(p_request uuid, p_version integer, p_application jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.draft');
  if request.status <> 'draft' then perform private.refuse(409, 'wrong_status', request.status); end if;
  perform private.write_application(p_request, p_application);
  -- A mistyped number is no conflict; the staff of the other request still verify.
  update public.request_exceptions set resolved_at = now(), closed_by = 'person'
  where request_id = p_request and code = 'AUTHORISATION_CONFLICT' and resolved_at is null
    and exists (select from public.migration_requests r where r.id = p_request
      and r.phone_number <> request.phone_number);
  return private.close_change(p_request, 'request.draft', 'client');
end $$;

-- What a client acknowledges depends on how the number moves: the points of the application tell the ways apart. A
-- client who acknowledged the former points was promised something else, and is asked again.
create function public.submit_request(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.submit');
  perform private.refuse_suspended(request.provider_id);
  if request.authorised_name is null or request.authorised_email is null then
    perform private.refuse(400, 'authorised_person_missing');
  end if;
  if not request.acknowledgements @> array['service_by_route', 'history_stays', 'templates_by_route',
    'templates_not_copied', 'number_keeps_by_route'] then
    perform private.refuse(400, 'acknowledgements_missing');
  end if;
  perform private.refuse_in_conflict(p_request);
  perform private.check_conflicts((select auth.uid()));
  begin
    perform private.add_checks(request);
    return private.close_change(p_request, 'request.submit', 'client');
  exception when unique_violation then
    if not private.note_conflict(request) then perform private.refuse(409, 'number_in_live_request'); end if;
  end;
  -- Raising an exception would roll back the recorded conflict with everything else.
  return jsonb_build_object('id', request.id, 'reference', request.reference, 'status', request.status, 'version',
    request.version,
    'refused', 'number_in_live_request');
end $$;
comment on function public.submit_request is
  'Moves a draft to submitted: required fields, every acknowledgement, and no other live request for the number '
    'anywhere. If another company has one, both requests stop, and the answer says refused.';

create function public.cancel_request(p_request uuid, p_version integer, p_note text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests := private.open_request(p_request, p_version, 'request.cancel');
begin
  request.closed_reason := 'cancelled';
  request.closed_note := p_note;
  return private.write_change(request, 'request.cancel', 'client', jsonb_build_object('note', p_note));
end $$;

create function public.add_comment(p_request uuid, p_visibility text, p_body text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; side text; author text;
begin
  if coalesce(p_visibility, '') not in ('internal', 'client')
    then perform private.refuse(400, 'invalid_input', 'visibility'); end if;
  if length(trim(coalesce(p_body, ''))) not between 1 and 4000
    then perform private.refuse(400, 'invalid_input', 'body'); end if;
  request := private.open_request(p_request, null, 'comment.' || p_visibility, true);
  select 'provider', m.name into side, author from public.members m
  where m.provider_id = request.provider_id and m.user_id = (select auth.uid()) and m.ended_at is null;
  if side is null then
    select 'client', m.name into side, author from public.client_members m
    where m.client_id = request.client_id and m.user_id = (select auth.uid()) and m.ended_at is null;
  end if;
  insert into public.comments (provider_id, client_id, request_id, visibility, author_id, author_name, author_side,
    body)
  values (request.provider_id, request.client_id, request.id, p_visibility, (select auth.uid()), author, side,
    trim(p_body));
  if side = 'client' then request.asked_at := null; end if;
  return private.write_change(request, 'comment.' || p_visibility, p_visibility);
end $$;

create function public.accept_request(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
begin
  return private.write_change(private.open_request(p_request, p_version, 'request.accept'), 'request.accept', 'client');
end $$;

create function public.reject_request(p_request uuid, p_version integer, p_reason text, p_note text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests := private.open_request(p_request, p_version, 'request.reject');
begin
  if coalesce(p_reason, '') not in ('not_authorised', 'not_migratable', 'incomplete', 'duplicate', 'terms_not_met') then
    perform private.refuse(400, 'invalid_input', 'reason');
  end if;
  request.closed_reason := p_reason;
  request.closed_note := p_note;
  return private.write_change(request, 'request.reject', 'client',
    jsonb_build_object('reason', p_reason, 'note', p_note));
end $$;

create function public.ask_client(p_request uuid, p_version integer, p_body text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.ask');
  if request.status not in ('submitted', 'preparing', 'scheduled', 'monitoring')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  perform public.add_comment(p_request, 'client', p_body);
  update public.migration_requests set asked_at = now() where id = p_request;
  return private.close_change(p_request, 'request.ask', 'client');
end $$;
comment on function public.ask_client
  is 'Asks the client for information: the request waits on the client until they write back.';

create function public.assign_request(p_request uuid, p_version integer, p_member uuid)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.assign');
  if p_member is not null and not exists (select from public.members
    where id = p_member and provider_id = request.provider_id and role in ('admin', 'manager')
      and ended_at is null) then
    perform private.refuse(404, 'member_not_found');
  end if;
  request.assignee_id := p_member;
  return private.write_change(request, 'request.assign', 'internal', jsonb_build_object('member', p_member));
end $$;

create function public.hold_request(p_request uuid, p_version integer, p_reason text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.hold');
  if request.status not in ('submitted', 'preparing', 'scheduled')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  request.hold_reason := nullif(trim(coalesce(p_reason, '')), '');
  return private.write_change(request, 'request.hold', 'client', jsonb_build_object('reason', p_reason));
end $$;
comment on function public.hold_request is 'Puts the request on hold with a reason; an empty reason releases it.';

-- No keys except the known ones, not even from a member of staff.
create function public.edit_facts(p_request uuid, p_version integer, p_facts jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; right_name text := 'facts.edit_own';
  accounts constant text[] := '{sourceBusinessId,sourceWabaId,sourcePhoneNumberId,accountModel,platformAccount}';
  contact constant text[] := '{contactName,contactEmail,contactPhone}';
begin
  if exists (select from public.migration_requests r where r.id = p_request
    and private.permits(r.provider_id, r.client_id, 'request.edit')) then
    right_name := 'request.edit';
  end if;
  request := private.open_request(p_request, p_version, right_name);
  if request.status not in ('submitted', 'preparing', 'scheduled')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  if jsonb_typeof(p_facts) is distinct from 'object' then perform private.refuse(400, 'invalid_input', 'facts'); end if;
  if exists (select from jsonb_object_keys(p_facts) as key where key <> all (accounts)
    and (right_name = 'facts.edit_own' or key <> all (contact))) then
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
  where request_id = p_request and code = 'PLATFORM_ACCOUNT' and status <> 'waived'
    and nullif(trim(request.platform_account), '') is not null;
  return private.close_change(p_request, right_name, case right_name when 'request.edit' then 'internal'
    else 'client' end,
    -- Facts about a person are stored, and forgotten, in the request itself.
    p_facts - contact || case when p_facts ?| contact then jsonb_build_object('contact', true) else '{}' end);
end $$;

create function public.set_track(p_request uuid, p_version integer, p_track text, p_state text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'track.set');
  if request.status not in ('preparing', 'scheduled', 'cutover', 'monitoring')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  if p_track = 'number' or not coalesce(request.tracks ? p_track, false)
    then perform private.refuse(400, 'invalid_input', 'track'); end if;
  if coalesce(p_state, '') not in ('not_applicable', 'pending', 'working', 'partial', 'done', 'exception')
    then perform private.refuse(400, 'invalid_input', 'state'); end if;
  update public.migration_requests set tracks = tracks || jsonb_build_object(p_track, p_state) where id = p_request;
  return private.close_change(p_request, 'track.set', 'client', jsonb_build_object('track', p_track, 'state', p_state));
end $$;

create function public.complete_request(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.complete');
  if exists (select from jsonb_each_text(request.tracks) where value not in ('done', 'not_applicable')) then
    perform private.refuse(409, 'tracks_open');
  end if;
  if not exists (select from public.snapshots where request_id = p_request and moment = 'after')
    then perform private.refuse(409, 'proof_missing'); end if;
  if exists (select from public.request_exceptions where request_id = p_request and resolved_at is null)
    then perform private.refuse(409, 'exceptions_open'); end if;
  return private.close_change(p_request, 'request.complete', 'client');
end $$;

create function public.request_counts(p_provider uuid) returns table (status text, requests bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select t.status, sum(t.requests)::bigint from private.request_tallies t
    where t.provider_id = p_provider and p_provider in (select private.my_provider_ids())
      and p_provider not in (select private.my_locked_provider_ids())
    group by t.status having sum(t.requests) > 0;
end $$;
comment on function public.request_counts is 'How many requests are in each status; for the provider''s staff.';

create function public.count_requests(p_filter jsonb, p_most integer, p_query text default null) returns integer
language plpgsql volatile set search_path = '' as $$
declare requests integer;
begin
  if p_query is not null then
    return (select count(*) from public.search_request_ids(p_query, p_filter, p_most));
  end if;
  if pg_column_size(p_filter) > 16384 then perform private.refuse(400, 'invalid_input', 'filter'); end if;
  execute format('select count(*) from (select from public.request_list r where true%s limit %s) as found',
    private.request_conditions(p_filter), least(greatest(p_most, 0), 100000)) into requests;
  return requests;
end $$;
comment on function public.count_requests is
  'How many requests match {column: [values]}, or how many of them a search finds, under the reader''s own rights; it '
    'counts no further than p_most.';

-- What staff write about an alarm is for staff: it is stored with the alarm, not as the reason of the following
-- request, which the client reads.
-- Where the number is now is not known, so neither its old ids nor a route are copied.
create function public.open_linked_request(p_request uuid, p_version integer, p_alarm uuid, p_note text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests := private.open_request(p_request, p_version, 'alarm.acknowledge');
  linked public.migration_requests; serial integer; alarm text; outcome jsonb;
begin
  if request.status <> 'completed' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if length(trim(coalesce(p_note, ''))) not between 1 and 1000
    then perform private.refuse(400, 'invalid_input', 'note'); end if;
  update private.reference_counters set last_number = last_number + 1 where provider_id = request.provider_id
    returning last_number into serial;
  insert into public.migration_requests (provider_id, client_id, reference, phone_number, phone_country, locale, reason,
    monthly_volume, old_provider_name, contact_name, contact_email, contact_phone, authorised_name, authorised_email,
    authorised_position, platform_account, acknowledgements, acknowledged_at, assignee_id, created_by, follows_id)
  values (request.provider_id, request.client_id, 'M-' || lpad(serial::text, greatest(5, length(serial::text)), '0'),
    request.phone_number,
    request.phone_country, request.locale, 'other', request.monthly_volume, request.old_provider_name,
      request.contact_name,
    request.contact_email, request.contact_phone, request.authorised_name, request.authorised_email,
      request.authorised_position,
    request.platform_account, request.acknowledgements, request.acknowledged_at, request.assignee_id,
      (select auth.uid()), request.id)
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
comment on function public.open_linked_request
  is 'Opens a request for the same number of the same client and closes the alarm with it; returns the new request.';

create function public.search_request_ids(p_query text, p_filter jsonb default '{}', p_most integer default 200)
  returns setof uuid
language plpgsql volatile security definer set search_path = '' rows 200 as $$
declare
  part text := lower(trim(p_query)); digits text; parts text[]; pattern text; own text; staff uuid[]; latest uuid[];
  most integer := least(greatest(p_most, 0), 5001);
begin
  perform private.count_command('searches');
  if coalesce(length(p_query), 101) > 100 or pg_column_size(p_filter) > 16384 then return; end if;
  -- A number in any notation.
  digits := case when part !~ '[[:alpha:]]' then regexp_replace(part, '\D', '', 'g') else '' end;
  -- The index holds parts of three characters; shorter ones would read every row.
  if greatest(length(part), length(digits)) < 3 then return; end if;
  parts := array_remove(array[case when part !~ '^m-\d*$' then part end,
    case when length(digits) >= 3 and digits <> part then digits end], null);
  pattern := array_to_string(array(select format('r.words like %L', '%' || regexp_replace(p, '([\\%_])', '\\\1', 'g')
    || '%') from unnest(parts) p) || case when part ~ '^m-\d*$' then format('r.reference like %L', upper(part) || '%')
    when digits <> '' then format('r.reference = %L', 'M-' || lpad(ltrim(digits, '0'), 5, '0')) end, ' or ');
  staff := array(select private.my_provider_ids() except select private.my_locked_provider_ids());
  own := format('r.provider_id %s', case cardinality(staff) when 1 then format('= %L', staff[1])
    else format('= any (%L::uuid[])', staff) end) || private.request_conditions(p_filter);
  -- What many requests hold is found among the latest; what few hold, by its index.
  execute format('select array_agg(found.id) from (select r.id from (select * from public.request_list r where %s '
    'order by r.updated_at desc, r.id desc limit 2000) as r where %s limit %s) as found', own, pattern,
    most) into latest;
  if cardinality(latest) = most then return query select unnest(latest);
  else return query select * from private.search_by_index(own || ' and (' || pattern || ')', most);
  end if;
end $$;
comment on function public.search_request_ids is
  'For staff: finds requests by a part of the number, reference or company, of three characters or more, among those '
    'that match the list''s filters {column: [values]}; the last changed first, at most p_most.';

create function public.search_requests(p_query text, p_filter jsonb default '{}', p_most integer default 200)
  returns setof public.request_list
language sql volatile set search_path = '' rows 200 as $$
  select l.* from public.search_request_ids(p_query, p_filter, p_most) as found (id)
  join public.request_list l on l.id = found.id;
$$;
comment on function public.search_requests is 'The rows of public.search_request_ids, as the list shows them.';

grant execute on function public.create_draft(text, jsonb), public.save_draft(uuid, integer, jsonb),
  public.submit_request(uuid, integer), public.cancel_request(uuid, integer, text),
  public.add_comment(uuid, text, text), public.accept_request(uuid, integer),
  public.reject_request(uuid, integer, text, text), public.ask_client(uuid, integer, text),
  public.assign_request(uuid, integer, uuid), public.hold_request(uuid, integer, text),
  public.edit_facts(uuid, integer, jsonb), public.set_track(uuid, integer, text, text),
  public.complete_request(uuid, integer), public.request_counts(uuid),
  public.open_linked_request(uuid, integer, uuid, text), public.search_request_ids(text, jsonb, integer),
  public.search_requests(text, jsonb, integer), public.count_requests(jsonb, integer, text)
  to authenticated;
