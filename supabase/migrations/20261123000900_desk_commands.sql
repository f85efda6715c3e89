-- What the provider's people do before the cut-over: triage, checks, route, date.

create function public.accept_request(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_request(p_request, p_version, 'request.accept');
  return private.close_change(p_request, 'request.accept', 'client');
end $$;

create function public.reject_request(p_request uuid, p_version integer, p_reason text, p_note text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_request(p_request, p_version, 'request.reject');
  if coalesce(p_reason, '') not in ('not_authorised', 'not_migratable', 'incomplete', 'duplicate', 'terms_not_met') then
    perform private.refuse(400, 'invalid_input', 'reason');
  end if;
  update public.migration_requests set closed_reason = p_reason, closed_note = p_note where id = p_request;
  return private.close_change(p_request, 'request.reject', 'client', jsonb_build_object('reason', p_reason, 'note', p_note));
end $$;

create function public.ask_client(p_request uuid, p_version integer, p_body text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.ask');
  if request.status not in ('submitted', 'preparing', 'scheduled', 'stabilising') then perform private.refuse(409, 'wrong_status', request.status); end if;
  perform public.add_comment(p_request, 'client', p_body);
  update public.migration_requests set asked_at = now() where id = p_request;
  return private.close_change(p_request, 'request.ask', 'client');
end $$;
comment on function public.ask_client is 'Asks the client for information: the request waits on the client until they write back.';

create function public.resolve_exception(p_request uuid, p_version integer, p_code text)
returns jsonb language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_request(p_request, p_version, 'request.edit');
  update public.request_exceptions set resolved_at = now() where request_id = p_request and code = p_code and resolved_at is null;
  if not found then perform private.refuse(404, 'exception_not_found', p_code); end if;
  return private.close_change(p_request, 'request.edit', 'internal', jsonb_build_object('resolved', p_code));
end $$;

create function public.assign_request(p_request uuid, p_version integer, p_member uuid)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.assign');
  if p_member is not null and not exists (select from public.members
    where id = p_member and provider_id = request.provider_id and role in ('admin', 'manager') and ended_at is null) then
    perform private.refuse(404, 'member_not_found');
  end if;
  update public.migration_requests set assignee_id = p_member where id = p_request;
  return private.close_change(p_request, 'request.assign', 'internal', jsonb_build_object('member', p_member));
end $$;

create function public.hold_request(p_request uuid, p_version integer, p_reason text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.hold');
  if request.status not in ('submitted', 'preparing', 'scheduled') then perform private.refuse(409, 'wrong_status', request.status); end if;
  update public.migration_requests set hold_reason = nullif(trim(coalesce(p_reason, '')), '') where id = p_request;
  return private.close_change(p_request, 'request.hold', 'client', jsonb_build_object('reason', p_reason));
end $$;
comment on function public.hold_request is 'Puts the request on hold with a reason, or takes it off with an empty one.';

-- The facts that the old provider or the client sends later: WABA data, the account on the new platform.
create function public.edit_facts(p_request uuid, p_version integer, p_facts jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.edit');
  if request.status not in ('submitted', 'preparing', 'scheduled') then perform private.refuse(409, 'wrong_status', request.status); end if;
  begin
    update public.migration_requests set
      source_business_id = coalesce(p_facts ->> 'sourceBusinessId', source_business_id),
      source_waba_id = coalesce(p_facts ->> 'sourceWabaId', source_waba_id),
      source_phone_number_id = coalesce(p_facts ->> 'sourcePhoneNumberId', source_phone_number_id),
      platform_account = coalesce(p_facts ->> 'platformAccount', platform_account)
    where id = p_request returning * into request;
  exception when check_violation then
    perform private.refuse(400, 'invalid_input', sqlerrm);
  end;
  update public.checks set status = 'passed', evidence_kind = 'document', evidence_field = 'source_waba_id',
    evidence_value = request.source_waba_id, read_at = now(), updated_at = now(), cause = null
  where request_id = p_request and code = 'WABA_DATA' and request.source_waba_id is not null
    and request.source_business_id is not null and request.source_phone_number_id is not null;
  update public.checks set status = 'passed', evidence_kind = 'document', evidence_field = 'platform_account',
    evidence_value = request.platform_account, read_at = now(), updated_at = now(), cause = null
  where request_id = p_request and code = 'PLATFORM_ACCOUNT' and nullif(trim(request.platform_account), '') is not null;
  return private.close_change(p_request, 'request.edit', 'internal', p_facts);
end $$;

create function public.choose_route(p_request uuid, p_version integer, p_route text, p_connection uuid, p_destination_waba_id text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.edit');
  if request.status <> 'preparing' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if p_route is distinct from 'R2' then perform private.refuse(400, 'route_not_supported', p_route); end if;
  if coalesce(p_destination_waba_id, '') !~ '^[0-9]+$' then perform private.refuse(400, 'invalid_input', 'destination_waba_id'); end if;
  if not exists (select from public.meta_connections
    where id = p_connection and provider_id = request.provider_id and revoked_at is null) then
    perform private.refuse(404, 'connection_not_found');
  end if;
  update public.migration_requests set route = p_route, connection_id = p_connection, destination_waba_id = p_destination_waba_id
  where id = p_request;
  return private.close_change(p_request, 'request.edit', 'internal', jsonb_build_object('route', p_route, 'destinationWabaId', p_destination_waba_id));
end $$;
comment on function public.choose_route is 'The route and the destination. R2, the programmatic move, is the one that the desk runs.';

-- Evidence by a person or a document. Clients confirm the soft checks and the account that are theirs.
create function public.confirm_check(p_request uuid, p_version integer, p_code text, p_kind text, p_evidence text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; entry private.check_catalogue; right_name text := 'check.confirm_own';
begin
  select * into entry from private.check_catalogue where code = p_code;
  if not found then perform private.refuse(404, 'check_not_found', p_code); end if;
  if coalesce(p_kind, '') not in ('document', 'person') then perform private.refuse(400, 'invalid_input', 'kind'); end if;
  if nullif(trim(coalesce(p_evidence, '')), '') is null then perform private.refuse(400, 'invalid_input', 'evidence'); end if;
  if exists (select from public.migration_requests r where r.id = p_request and private.permits(r.provider_id, r.client_id, 'check.confirm')) then
    right_name := 'check.confirm';
  end if;
  request := private.open_request(p_request, p_version, right_name);
  if right_name = 'check.confirm_own' and (entry.owner <> 'client' or entry.hard) then
    perform private.refuse(403, 'not_permitted', p_code);
  end if;
  if request.status not in ('submitted', 'preparing', 'scheduled') then perform private.refuse(409, 'wrong_status', request.status); end if;
  update public.checks set status = 'passed', evidence_kind = p_kind, evidence_field = null, evidence_value = trim(p_evidence),
    cause = null, read_at = now(), updated_at = now()
  where request_id = p_request and code = p_code;
  return private.close_change(p_request, right_name, 'client', jsonb_build_object('code', p_code, 'kind', p_kind));
end $$;

create function public.waive_check(p_request uuid, p_version integer, p_code text, p_reason text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; right_name text;
begin
  select case when hard then 'check.waive_hard' else 'check.waive_soft' end into right_name from private.check_catalogue where code = p_code;
  if right_name is null then perform private.refuse(404, 'check_not_found', p_code); end if;
  if nullif(trim(coalesce(p_reason, '')), '') is null then perform private.refuse(400, 'invalid_input', 'reason'); end if;
  request := private.open_request(p_request, p_version, right_name);
  if request.status not in ('submitted', 'preparing', 'scheduled') then perform private.refuse(409, 'wrong_status', request.status); end if;
  update public.checks set status = 'waived', cause = null, updated_at = now() where request_id = p_request and code = p_code;
  return private.close_change(p_request, right_name, 'internal', jsonb_build_object('code', p_code, 'reason', p_reason));
end $$;

create function private.open_hard_checks(p_request uuid) returns text
language sql stable security definer set search_path = '' as $$
  select string_agg(k.code, ',' order by k.position) from private.check_catalogue k
  left join public.checks c on c.request_id = p_request and c.code = k.code
  where k.hard and coalesce(c.status, 'pending') not in ('passed', 'waived');
$$;

create function public.schedule_request(p_request uuid, p_version integer, p_starts_at timestamptz, p_ends_at timestamptz)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; open_codes text;
begin
  request := private.open_request(p_request, p_version, 'request.schedule');
  if request.hold_reason is not null then perform private.refuse(409, 'on_hold'); end if;
  if request.route is null then perform private.refuse(409, 'route_missing'); end if;
  open_codes := private.open_hard_checks(p_request);
  if open_codes is not null then perform private.refuse(409, 'checks_open', open_codes); end if;
  if p_starts_at is null or p_ends_at is null or p_ends_at <= p_starts_at or p_ends_at <= now() then perform private.refuse(400, 'window_invalid'); end if;
  update public.migration_requests set window_starts_at = p_starts_at, window_ends_at = p_ends_at, window_confirmed_at = null where id = p_request;
  return private.close_change(p_request, 'request.schedule', 'client', jsonb_build_object('startsAt', p_starts_at, 'endsAt', p_ends_at));
end $$;

create function public.postpone_request(p_request uuid, p_version integer, p_note text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_request(p_request, p_version, 'request.postpone');
  update public.migration_requests set window_starts_at = null, window_ends_at = null, window_confirmed_at = null where id = p_request;
  return private.close_change(p_request, 'request.postpone', 'client', jsonb_build_object('note', p_note));
end $$;

create function public.set_track(p_request uuid, p_version integer, p_track text, p_state text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'track.set');
  if request.status not in ('preparing', 'scheduled', 'cutover', 'stabilising') then perform private.refuse(409, 'wrong_status', request.status); end if;
  if p_track = 'number' or not coalesce(request.tracks ? p_track, false) then perform private.refuse(400, 'invalid_input', 'track'); end if;
  if coalesce(p_state, '') not in ('not_applicable', 'pending', 'working', 'partial', 'done', 'exception') then perform private.refuse(400, 'invalid_input', 'state'); end if;
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
  if not exists (select from public.snapshots where request_id = p_request and moment = 'after') then perform private.refuse(409, 'proof_missing'); end if;
  if exists (select from public.request_exceptions where request_id = p_request and resolved_at is null) then perform private.refuse(409, 'exceptions_open'); end if;
  return private.close_change(p_request, 'request.complete', 'client');
end $$;

revoke execute on function private.write_application(uuid, jsonb), private.open_hard_checks(uuid) from public;
grant execute on function public.accept_request(uuid, integer), public.reject_request(uuid, integer, text, text),
  public.ask_client(uuid, integer, text), public.resolve_exception(uuid, integer, text), public.assign_request(uuid, integer, uuid),
  public.hold_request(uuid, integer, text), public.edit_facts(uuid, integer, jsonb),
  public.choose_route(uuid, integer, text, uuid, text), public.confirm_check(uuid, integer, text, text, text),
  public.waive_check(uuid, integer, text, text), public.schedule_request(uuid, integer, timestamptz, timestamptz),
  public.postpone_request(uuid, integer, text), public.set_track(uuid, integer, text, text),
  public.complete_request(uuid, integer) to authenticated;
