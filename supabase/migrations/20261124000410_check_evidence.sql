-- Evidence of a check beside what people say of it: where Meta can be read, Meta wins and the contradiction is kept;
-- where Meta cannot be read, somebody's word or document counts and says that it is one.

alter table private.check_catalogue add column source text check (source in ('api', 'application', 'person'));
update private.check_catalogue set source = case
  when code in ('AUTHORISED_PERSON', 'WABA_DATA', 'PLATFORM_ACCOUNT', 'NUMBER_FORMAT', 'NO_OTHER_REQUEST') then 'application'
  when hard then 'api' else 'person' end;
alter table private.check_catalogue alter column source set not null;

alter table public.checks
  add column evidence_parts jsonb,
  add column claim_kind text check (claim_kind in ('document', 'person')),
  add column claimed_value text,
  add column claimed_by uuid,
  add column claimed_side text check (claimed_side in ('provider', 'client')),
  add column claimed_at timestamptz,
  add column contradicted_at timestamptz,
  add column waived_by uuid,
  add column waived_at timestamptz,
  add column waived_reason text;
comment on column public.checks.evidence_parts is 'Every field that was looked at, [{field, value}]; evidence_field is the one that decided.';
comment on column public.checks.claimed_value is 'What a person or a document says of a check that Meta''s API answers.';
comment on column public.checks.contradicted_at is 'Since when Meta says the opposite of what is claimed.';
comment on column public.checks.waived_reason is 'Why the check does not matter here; the client can read it.';

alter table public.meta_connections add column number_limit integer check (number_limit > 0);
comment on column public.meta_connections.number_limit is 'Numbers that one account of this connection may hold, where Meta has told the provider; null: not known, and not judged.';

-- Causes with which Meta keeps a field from us for good: only then does a claim count.
create function private.is_out_of_reach(p_cause text) returns boolean
language sql immutable set search_path = '' as $$
  select coalesce(p_cause in ('could_not_be_read:PERMISSION_MISSING', 'could_not_be_read:not_given', 'could_not_be_read:missing'), false);
$$;
revoke execute on function private.is_out_of_reach(text) from public;

-- Evidence by a person or a document. Clients confirm their soft checks and say what they did at Meta.
create or replace function public.confirm_check(p_request uuid, p_version integer, p_code text, p_kind text, p_evidence text)
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
  if right_name = 'check.confirm_own' and (entry.owner <> 'client' or (entry.hard and entry.source <> 'api')) then
    perform private.refuse(403, 'not_permitted', p_code);
  end if;
  if request.status not in ('submitted', 'preparing', 'scheduled') then perform private.refuse(409, 'wrong_status', request.status); end if;
  if entry.source = 'api' then
    update public.checks set claim_kind = p_kind, claimed_value = trim(p_evidence), claimed_by = (select auth.uid()), claimed_at = now(),
      claimed_side = case right_name when 'check.confirm' then 'provider' else 'client' end,
      contradicted_at = case when evidence_kind = 'api' and status = 'failed' then now() end, updated_at = now()
    where request_id = p_request and code = p_code;
  end if;
  update public.checks set status = 'passed', evidence_kind = p_kind, evidence_value = trim(p_evidence),
    evidence_field = case entry.source when 'api' then evidence_field end,
    cause = case entry.source when 'api' then cause end, read_at = now(), updated_at = now()
  where request_id = p_request and code = p_code
    and (entry.source <> 'api' or (status in ('pending', 'passed') and private.is_out_of_reach(cause)));
  return private.close_change(p_request, right_name, 'client', jsonb_build_object('code', p_code, 'kind', p_kind));
end $$;
comment on function public.confirm_check is 'A person''s or a document''s evidence. Of a check that Meta answers it is a claim, which counts only where Meta cannot be read.';

create or replace function public.waive_check(p_request uuid, p_version integer, p_code text, p_reason text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; right_name text;
begin
  select case when hard then 'check.waive_hard' else 'check.waive_soft' end into right_name from private.check_catalogue where code = p_code;
  if right_name is null then perform private.refuse(404, 'check_not_found', p_code); end if;
  if nullif(trim(coalesce(p_reason, '')), '') is null then perform private.refuse(400, 'invalid_input', 'reason'); end if;
  request := private.open_request(p_request, p_version, right_name);
  if request.status not in ('submitted', 'preparing', 'scheduled') then perform private.refuse(409, 'wrong_status', request.status); end if;
  update public.checks set status = 'waived', cause = null, updated_at = now(),
    waived_by = (select auth.uid()), waived_at = now(), waived_reason = trim(p_reason)
  where request_id = p_request and code = p_code;
  return private.close_change(p_request, right_name, 'internal', jsonb_build_object('code', p_code, 'reason', p_reason));
end $$;

insert into private.permissions (role, permission) values ('client', 'facts.edit_own');

-- The facts that the old provider or the client sends later: WABA data, the account on the new platform.
create or replace function public.edit_facts(p_request uuid, p_version integer, p_facts jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; right_name text := 'facts.edit_own';
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
      platform_account = coalesce(p_facts ->> 'platformAccount', platform_account)
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
  return private.close_change(p_request, right_name, case right_name when 'request.edit' then 'internal' else 'client' end, p_facts);
end $$;
