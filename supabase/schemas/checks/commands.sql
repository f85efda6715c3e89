-- Takes what people report about checks.

create function public.waive_check(p_request uuid, p_version integer, p_code text, p_reason text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; right_name text;
begin
  select case when hard then 'check.waive_hard' else 'check.waive_soft' end into right_name from private.check_catalogue
    where code = p_code;
  if right_name is null then perform private.refuse(404, 'check_not_found', p_code); end if;
  if nullif(trim(coalesce(p_reason, '')), '') is null then perform private.refuse(400, 'invalid_input', 'reason');
    end if;
  request := private.open_request(p_request, p_version, right_name);
  if request.status not in ('submitted', 'preparing', 'scheduled')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  update public.checks set status = 'waived', cause = null, updated_at = now(),
    waived_by = (select auth.uid()), waived_at = now(), waived_reason = trim(p_reason)
  where request_id = p_request and code = p_code;
  return private.close_change(p_request, right_name, 'internal',
    jsonb_build_object('code', p_code, 'reason', p_reason));
end $$;

create function public.run_checks(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'check.run');
  if request.status not in ('submitted', 'preparing', 'scheduled')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  return private.close_change(p_request, 'check.run', 'internal');
end $$;
comment on function public.run_checks is
  'Records that somebody requested a reading; the function of the same name then reads Meta and stores what it '
    'finds.';

-- A person can also report that a check is not met: only people know of unpaid invoices or of a code that does not
-- arrive, and the exceptions that these predict are then shown in advance. A person cannot supply Meta's own answers.
create function public.confirm_check(p_request uuid, p_version integer, p_code text, p_kind text, p_evidence text,
  p_outcome text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; entry private.check_catalogue; right_name text := 'check.confirm_own';
  outcome text := coalesce(p_outcome, 'passed');
begin
  select * into entry from private.check_catalogue where code = p_code;
  if not found then perform private.refuse(404, 'check_not_found', p_code); end if;
  if coalesce(p_kind, '') not in ('document', 'person') then perform private.refuse(400, 'invalid_input', 'kind');
    end if;
  if nullif(trim(coalesce(p_evidence, '')), '') is null then perform private.refuse(400, 'invalid_input', 'evidence');
    end if;
  if outcome not in ('passed', 'failed') or (outcome = 'failed' and entry.source = 'api') then
    perform private.refuse(400, 'invalid_input', 'outcome');
  end if;
  if exists (select from public.migration_requests r where r.id = p_request
    and private.permits(r.provider_id, r.client_id, 'check.confirm')) then
    right_name := 'check.confirm';
  end if;
  request := private.open_request(p_request, p_version, right_name);
  if right_name = 'check.confirm_own' and (entry.owner <> 'client' or (entry.hard and entry.source <> 'api')) then
    perform private.refuse(403, 'not_permitted', p_code);
  end if;
  if request.status not in ('submitted', 'preparing', 'scheduled')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  if entry.source = 'api' then
    update public.checks set claim_kind = p_kind, claimed_value = trim(p_evidence), claimed_by = (select auth.uid()),
      claimed_at = now(),
      claimed_side = case right_name when 'check.confirm' then 'provider' else 'client' end,
      contradicted_at = case when evidence_kind = 'api' and status = 'failed' then now() end, updated_at = now()
    where request_id = p_request and code = p_code;
  end if;
  update public.checks set status = outcome, evidence_kind = p_kind, evidence_value = trim(p_evidence),
    evidence_field = case entry.source when 'api' then evidence_field end,
    cause = case when entry.source = 'api' then cause when outcome = 'failed' then entry.predicts[1] end, read_at
      = now(), updated_at = now()
  where request_id = p_request and code = p_code
    and (entry.source <> 'api' or (status in ('pending', 'passed', 'stale') and private.is_out_of_reach(cause)));
  if outcome = 'failed' then
    return private.close_change(p_request, 'check.deny', 'client',
      jsonb_build_object('code', p_code, 'kind', p_kind, 'changed', jsonb_build_array(p_code)));
  end if;
  return private.close_change(p_request, right_name, 'client', jsonb_build_object('code', p_code, 'kind', p_kind));
end $$;
comment on function public.confirm_check is
  'A person''s or a document''s evidence that a check is met or, where Meta does not answer it, that it is not. For '
    'a check that Meta answers it is a claim, which counts only where Meta cannot be read.';

grant execute on function public.waive_check(uuid, integer, text, text), public.run_checks(uuid, integer),
  public.confirm_check(uuid, integer, text, text, text, text)
  to authenticated;
