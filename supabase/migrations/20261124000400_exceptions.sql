-- What can go wrong, as data, and the two commands of people: open what only people can know, settle what only they can.

create table private.exception_catalogue (
  code text primary key,
  position integer not null unique,
  owner text not null check (owner in ('us', 'client', 'old_provider', 'meta')),
  retry text not null check (retry in ('automatic', 'watched', 'by_hand', 'never')),
  settled_by_hand boolean not null,
  watched_by text[] not null default '{}',
  opened_in text[] not null default '{}'
);
comment on table private.exception_catalogue is 'The same list as src/domain/exceptions/exception-catalogue.ts; a test proves them equal.';
comment on column private.exception_catalogue.settled_by_hand is 'Whether a person may say that it is settled: nothing else would, and no step stands still for it.';
comment on column private.exception_catalogue.watched_by is 'Checks that close it when a reading turns them to passed.';
comment on column private.exception_catalogue.opened_in is 'The statuses in which staff may open it: only people can know of it.';

insert into private.exception_catalogue (position, code, owner, retry, settled_by_hand, watched_by, opened_in)
select row_number() over (), code, owner, retry, settled_by_hand, watched_by::text[], opened_in::text[] from (values
  ('TWO_STEP_ON', 'client', 'watched', false, '{TWO_STEP_OFF}', '{}'),
  ('PIN_LOCKED', 'meta', 'by_hand', false, '{}', '{}'),
  ('REGISTER_LIMIT', 'meta', 'by_hand', false, '{}', '{}'),
  ('NAME_NOT_APPROVED', 'client', 'watched', false, '{NAME_APPROVED}', '{}'),
  ('NAME_CHANGE_PENDING', 'meta', 'watched', false, '{NAME_APPROVED}', '{}'),
  ('NAME_PROVISIONING', 'meta', 'by_hand', false, '{}', '{}'),
  ('DIFFERENT_BUSINESS', 'client', 'watched', false, '{SAME_BUSINESS}', '{}'),
  ('SOURCE_NOT_READY', 'old_provider', 'watched', false, '{SOURCE_READY,BUSINESS_VERIFIED}', '{}'),
  ('DESTINATION_NOT_APPROVED', 'us', 'watched', false, '{DESTINATION_READY}', '{}'),
  ('MESSAGING_FOR_PENDING', 'client', 'by_hand', false, '{}', '{}'),
  ('NO_FUNDING', 'us', 'watched', false, '{DESTINATION_READY}', '{}'),
  ('NO_WEBHOOK_ON_DESTINATION', 'us', 'automatic', false, '{}', '{}'),
  ('ALREADY_HERE', 'us', 'by_hand', false, '{}', '{}'),
  ('ADD_DIRECTLY', 'us', 'never', false, '{}', '{}'),
  ('NOT_A_MIGRATION', 'us', 'automatic', false, '{}', '{}'),
  ('CODE_NOT_RECEIVED', 'client', 'by_hand', false, '{}', '{}'),
  ('CODE_ATTEMPTS_USED', 'meta', 'by_hand', false, '{}', '{}'),
  ('VERIFICATION_EXPIRED', 'client', 'by_hand', false, '{}', '{}'),
  ('MAINTENANCE', 'meta', 'automatic', false, '{}', '{}'),
  ('META_INCIDENT', 'meta', 'automatic', false, '{}', '{}'),
  ('RATE_LIMIT', 'meta', 'automatic', false, '{}', '{}'),
  ('RECENTLY_DELETED', 'meta', 'automatic', false, '{}', '{}'),
  ('NOT_REGISTERED_AFTER_MOVE', 'us', 'watched', false, '{}', '{}'),
  ('TEMPLATES_PARTIAL', 'us', 'by_hand', true, '{}', '{}'),
  ('TEMPLATE_RECATEGORISED', 'us', 'by_hand', true, '{}', '{stabilising}'),
  ('TEMPLATE_LIMIT', 'us', 'by_hand', true, '{}', '{}'),
  ('QUALITY_CHANGED', 'us', 'by_hand', true, '{}', '{stabilising}'),
  ('LIMIT_CHANGED', 'us', 'by_hand', true, '{}', '{stabilising}'),
  ('OFFICIAL_MARK_LOST', 'us', 'by_hand', true, '{}', '{stabilising}'),
  ('PROFILE_CHANGED', 'us', 'by_hand', true, '{}', '{stabilising}'),
  ('WEBHOOK_SILENT', 'us', 'by_hand', true, '{}', '{stabilising}'),
  ('OLD_PROVIDER_SILENT', 'old_provider', 'by_hand', true, '{}', '{submitted,preparing,scheduled}'),
  ('OLD_PROVIDER_REFUSES', 'old_provider', 'by_hand', true, '{}', '{submitted,preparing,scheduled}'),
  ('BALANCE_DUE', 'client', 'by_hand', true, '{}', '{submitted,preparing,scheduled}'),
  ('AUTHORISATION_CONFLICT', 'us', 'by_hand', true, '{}', '{submitted,preparing,scheduled,cutover}'),
  ('APP_NUMBER', 'client', 'watched', false, '{CLOUD_API_NUMBER}', '{}'),
  ('FORMAT_MISMATCH', 'us', 'never', false, '{}', '{}'),
  ('CLIENT_SILENT', 'client', 'by_hand', true, '{}', '{submitted,preparing,scheduled,cutover,stabilising}'),
  ('TOKEN_INVALID', 'us', 'by_hand', false, '{}', '{}'),
  ('PERMISSION_MISSING', 'us', 'by_hand', false, '{}', '{}'),
  ('OUTCOME_UNKNOWN', 'us', 'by_hand', false, '{}', '{}'),
  ('UNCLASSIFIED', 'us', 'by_hand', false, '{}', '{}')
) as catalogue (code, owner, retry, settled_by_hand, watched_by, opened_in);

alter table private.exception_catalogue enable row level security;
alter table private.exception_catalogue force row level security;
revoke all on private.exception_catalogue from public, anon, authenticated, service_role;

alter table public.request_exceptions add column closed_by text check (closed_by in ('person', 'reading'));
comment on column public.request_exceptions.closed_by is 'Who said that it is over: a person or a reading that turned; null: the step that met it, or its end.';

insert into private.permissions (role, permission)
select role, permission from unnest(array['admin', 'manager']) as role, unnest(array['exception.open', 'exception.settle']) as permission;

-- The note is for staff: it stands where Meta's answers stand, which clients never read.
create function public.open_exception(p_request uuid, p_version integer, p_code text, p_note text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; entry private.exception_catalogue; opened uuid;
begin
  request := private.open_request(p_request, p_version, 'exception.open');
  select * into entry from private.exception_catalogue where code = p_code and opened_in <> '{}';
  if not found then perform private.refuse(404, 'exception_not_found', p_code); end if;
  if nullif(trim(coalesce(p_note, '')), '') is null then perform private.refuse(400, 'invalid_input', 'note'); end if;
  if not request.status = any (entry.opened_in) then perform private.refuse(409, 'wrong_status', request.status); end if;
  insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
  values (request.provider_id, request.client_id, request.id, entry.code, entry.owner)
  on conflict (request_id, code) where resolved_at is null do nothing returning id into opened;
  if opened is null then perform private.refuse(409, 'exception_open', p_code); end if;
  insert into public.exception_payloads (exception_id, provider_id, payload)
  values (opened, request.provider_id, jsonb_build_object('note', trim(p_note)));
  return private.close_change(p_request, 'exception.open', 'client', jsonb_build_object('exception', p_code));
end $$;
comment on function public.open_exception is 'Opens an exception that only people can know of; which and when stands in private.exception_catalogue.';

create or replace function public.resolve_exception(p_request uuid, p_version integer, p_code text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; open_one public.request_exceptions;
begin
  request := private.open_request(p_request, p_version, 'exception.settle');
  if request.status in ('completed', 'rejected', 'cancelled', 'failed') then perform private.refuse(409, 'wrong_status', request.status); end if;
  select * into open_one from public.request_exceptions where request_id = p_request and code = p_code and resolved_at is null;
  if not found then perform private.refuse(404, 'exception_not_found', p_code); end if;
  if not exists (select from private.exception_catalogue where code = p_code and settled_by_hand)
    or exists (select from public.cutover_steps s
      where s.request_id = p_request and s.step = open_one.step and s.state not in ('done', 'skipped')) then
    perform private.refuse(409, 'not_by_hand', p_code);
  end if;
  update public.request_exceptions set resolved_at = now(), closed_by = 'person' where id = open_one.id;
  return private.close_change(p_request, 'exception.settle', 'client', jsonb_build_object('exception', p_code));
end $$;
comment on function public.resolve_exception is 'A person says that it is settled; refused where only Meta, a reading or a step can say so.';

grant execute on function public.open_exception(uuid, integer, text, text) to authenticated;
