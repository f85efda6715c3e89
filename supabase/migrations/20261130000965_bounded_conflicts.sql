-- Anybody can file anybody's number. It stops the number's own move only as long as nothing speaks for that move that a stranger
-- cannot show: that Meta has listed the number in the account which the client opened to the provider, or that the desk has
-- made sure before. Otherwise the desk hears of it, and the move goes on. The stranger's request waits in any case.

alter table private.number_conflicts add column stops_live boolean not null default true;
comment on column private.number_conflicts.stops_live is 'Whether the move waits too: its account was not proved, and nobody had made sure before.';

create or replace function private.is_contested(p_request uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select from public.request_exceptions e
      where e.request_id = p_request and e.code = 'AUTHORISATION_CONFLICT' and e.resolved_at is null)
    or exists (select from private.number_conflicts c join public.migration_requests r on r.phone_number = c.phone_number
      where c.told_at is null and r.id = p_request
        and (c.rival_request_id = p_request or (c.live_request_id = p_request and c.stops_live)));
end $$;

create or replace function private.note_conflict(p_request public.migration_requests) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.number_conflicts (phone_number, live_request_id, rival_request_id, rival_person, stops_live)
  select live.phone_number, live.id, p_request.id, (select auth.uid()),
    not private.is_source_proved(live) and not exists (select from public.request_exceptions e
      where e.request_id = live.id and e.code = 'AUTHORISATION_CONFLICT' and e.resolved_at is not null)
  from public.migration_requests live
  where live.phone_number = p_request.phone_number and live.client_id <> p_request.client_id
    and live.status in ('submitted', 'preparing', 'scheduled', 'cutover') and coalesce(live.no_return_at, live.registered_at) is null
  on conflict do nothing;
  return found;
end $$;

create or replace function public.engine_tell_conflicts(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare conflict private.number_conflicts; request public.migration_requests; told integer := 0;
begin
  for conflict in select * from private.number_conflicts where told_at is null order by id limit p_limit for update skip locked loop
    begin
      for request in select * from public.migration_requests r
        where r.id in (conflict.live_request_id, conflict.rival_request_id) order by r.id for update loop
        continue when request.phone_number <> conflict.phone_number
          or request.status not in ('draft', 'submitted', 'preparing', 'scheduled', 'cutover')
          or coalesce(request.no_return_at, request.registered_at) is not null;
        if request.id = conflict.live_request_id and not conflict.stops_live then
          perform private.tell(request.id, 'conflict.opened', 'internal', '{"stops": false}');
          continue;
        end if;
        insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
        select request.provider_id, request.client_id, request.id, k.code, k.owner from private.exception_catalogue k
        where k.code = 'AUTHORISATION_CONFLICT'
        on conflict (request_id, code) where resolved_at is null do nothing;
        if found then
          perform private.close_change(request.id, 'conflict.opened', 'client', jsonb_build_object('exception', 'AUTHORISATION_CONFLICT'));
        end if;
      end loop;
      update private.number_conflicts set told_at = now() where id = conflict.id;
      told := told + 1;
    exception when others then
      raise warning 'conflicts: % was set aside: %', conflict.id, sqlerrm;
    end;
  end loop;
  return told;
end $$;
