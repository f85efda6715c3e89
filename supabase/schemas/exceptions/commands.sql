-- Lets people open what only they can know of, and settle what only they can.

-- The note is for staff: it is stored with Meta's answers, which clients never read.
create function public.open_exception(p_request uuid, p_version integer, p_code text, p_note text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; entry private.exception_catalogue; opened uuid;
begin
  request := private.open_request(p_request, p_version, 'exception.open');
  select * into entry from private.exception_catalogue where code = p_code and opened_in <> '{}';
  if not found then perform private.refuse(404, 'exception_not_found', p_code); end if;
  if nullif(trim(coalesce(p_note, '')), '') is null then perform private.refuse(400, 'invalid_input', 'note'); end if;
  if not request.status = any (entry.opened_in) then perform private.refuse(409, 'wrong_status', request.status);
    end if;
  insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
  values (request.provider_id, request.client_id, request.id, entry.code, entry.owner)
  on conflict (request_id, code) where resolved_at is null do nothing returning id into opened;
  if opened is null then perform private.refuse(409, 'exception_open', p_code); end if;
  insert into public.exception_payloads (exception_id, provider_id, payload)
  values (opened, request.provider_id, jsonb_build_object('note', trim(p_note)));
  return private.close_change(p_request, 'exception.open', 'client', jsonb_build_object('exception', p_code));
end $$;
comment on function public.open_exception
  is 'Opens an exception that only people can know of; private.exception_catalogue says which and when.';

-- A person who settles an exception by hand gives the reason: no other record would later show the grounds. The reason
-- is for staff.
create function public.resolve_exception(p_request uuid, p_version integer, p_code text, p_reason text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; open_one public.request_exceptions; reason text := nullif(trim(coalesce(p_reason,
    '')), '');
begin
  request := private.open_request(p_request, p_version, 'exception.settle');
  if request.status in ('completed', 'rejected', 'cancelled', 'failed')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  select * into open_one from public.request_exceptions where request_id = p_request and code = p_code
    and resolved_at is null;
  if not found then perform private.refuse(404, 'exception_not_found', p_code); end if;
  if not exists (select from private.exception_catalogue where code = p_code and settled_by_hand)
    or exists (select from public.cutover_steps s
      where s.request_id = p_request and s.step = open_one.step and s.state not in ('done', 'skipped')) then
    perform private.refuse(409, 'not_by_hand', p_code);
  end if;
  if reason is null then perform private.refuse(400, 'invalid_input', 'reason'); end if;
  update public.request_exceptions set resolved_at = now(), closed_by = 'person' where id = open_one.id;
  return private.close_change(p_request, 'exception.settle', 'internal',
    jsonb_build_object('exception', p_code, 'note', reason));
end $$;
comment on function public.resolve_exception
  is 'A person reports that it is settled, and why; refused where only Meta, a reading or a step can say so.';

grant execute on function public.open_exception(uuid, integer, text, text),
  public.resolve_exception(uuid, integer, text, text)
  to authenticated;
