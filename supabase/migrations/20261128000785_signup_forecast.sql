-- Also on the way through the signup window the templates can be foretold: the new account holds none.

create or replace function public.read_templates(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'check.run');
  if request.status not in ('submitted', 'preparing', 'scheduled') then perform private.refuse(409, 'wrong_status', request.status); end if;
  -- In the signup window the account is made: it is empty.
  if request.destination_waba_id is null and request.route is distinct from 'R1' then perform private.refuse(409, 'route_missing'); end if;
  if request.source_waba_id is null then perform private.refuse(409, 'source_missing'); end if;
  return private.close_change(p_request, 'template.read', 'internal');
end $$;
