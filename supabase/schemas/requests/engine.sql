-- Hands out mails to clients, and reports number conflicts to staff.

create function public.engine_report_conflicts(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare conflict private.number_conflicts; request public.migration_requests; reported integer := 0;
begin
  for conflict in select * from private.number_conflicts where reported_at is null
    and not private.is_set_aside('conflicts', live_request_id) order by id limit p_limit for update skip locked loop
    begin
      for request in select * from public.migration_requests r
        where r.id in (conflict.live_request_id, conflict.rival_request_id) order by r.id for update loop
        continue when request.phone_number <> conflict.phone_number
          or request.status not in ('draft', 'submitted', 'preparing', 'scheduled', 'cutover')
          or coalesce(request.no_return_at, request.registered_at) is not null;
        if request.id = conflict.live_request_id and not conflict.stops_live then
          perform private.notify(request.id, 'conflict.opened', 'internal', '{"stops": false}');
          continue;
        end if;
        insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
        select request.provider_id, request.client_id, request.id, k.code, k.owner from private.exception_catalogue k
        where k.code = 'AUTHORISATION_CONFLICT'
        on conflict (request_id, code) where resolved_at is null do nothing;
        if found then
          perform private.close_change(request.id, 'conflict.opened', 'client',
            jsonb_build_object('exception', 'AUTHORISATION_CONFLICT'));
        end if;
      end loop;
      update private.number_conflicts set reported_at = now() where id = conflict.id;
      reported := reported + 1;
    exception when others then
      perform private.note_failure('conflicts', conflict.live_request_id, sqlerrm);
    end;
  end loop;
  return reported;
end $$;
comment on function public.engine_report_conflicts is
  'Opens the exceptions of both requests without a person''s name: neither side reads who the other is. Returns how '
    'many conflicts were reported.';

create function public.engine_due_client_mails() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare answer jsonb;
begin
  with due as (
      select o.id from private.outbox o join public.migration_requests r on r.id = o.request_id
      where o.sent_at is null and o.kind in ('clock.reminder_1', 'clock.reminder_2', 'clock.reminder_3',
          'clock.client_silent', 'window.day_before', 'window.hour_before', 'request.ask', 'request.schedule')
        and o.created_at > now() - interval '2 days'
        and (o.tried_at is null or o.tried_at < now() - interval '5 minutes' * 2 ^ least(o.attempts, 8))
        and private.mail_address(r) is not null
        and case
          when o.kind = 'clock.client_silent' then r.hold_reason = 'client_silent'
          when o.kind like 'clock.%' then r.waiting_on = 'client' and r.hold_reason is null
            and r.clock_since <= o.created_at
          when o.kind = 'request.ask' then r.asked_at is not null
          when o.kind = 'request.schedule' then r.status = 'scheduled' and r.window_confirmed_at is null
          else r.status = 'scheduled' and r.window_starts_at > now() end
      order by o.tried_at nulls first, o.id limit 20 for update of o skip locked),
    taken as (
      update private.outbox o set attempts = o.attempts + 1, tried_at = now() from due where o.id = due.id
        returning o.*)
  select coalesce(jsonb_agg(jsonb_build_object('id', o.id::text, 'kind', o.kind, 'request', r.id, 'provider', p.name,
    'office', p.office_email,
      'locale', r.locale, 'to', private.mail_address(r), 'phone', r.phone_number, 'startsAt',
        private.utc(r.window_starts_at),
      'timeZone', coalesce(r.client_time_zone, p.time_zone),
      'moved', r.registered_at is not null) order by o.id), '[]') into answer
  from taken o join public.migration_requests r on r.id = o.request_id join public.providers p on p.id = r.provider_id;
  return answer;
end $$;
comment on function public.engine_due_client_mails is
  'Counts every mail it returns as tried: [{id, kind, request, provider, office, locale, to, phone, startsAt, '
    'timeZone, moved}]. One that is not recorded returns at growing intervals, for two days.';

-- What a client must know in time is mailed to the contact of the request. It comes from the outbox, where the change
-- itself put it; a mail that has lost its point by then is not sent.
create function public.engine_note_client_mail(p_id text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update private.outbox set sent_at = now() where id = p_id::bigint;
end $$;

create function public.engine_report_unsent_mails(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare mail private.outbox; request public.migration_requests; reported integer := 0;
begin
  for mail in select * from private.outbox o
    where o.sent_at is null and o.given_up_at is null and o.attempts > 0 and o.created_at < now() - interval '2 days'
      and not private.is_set_aside('unsent_mails', o.request_id)
    order by o.created_at limit p_limit for update skip locked loop
    begin
      update private.outbox set given_up_at = now() where id = mail.id;
      select * into strict request from public.migration_requests where id = mail.request_id for update;
      if request.status in ('submitted', 'preparing', 'scheduled', 'cutover', 'monitoring') then
        perform private.raise_alarm(request, jsonb_build_object('alarm', 'MAIL_UNSENT', 'subject', mail.kind,
          'facts', jsonb_build_object('created_at', private.utc(mail.created_at))), now());
        reported := reported + 1;
      end if;
    exception when others then
      perform private.note_failure('unsent_mails', mail.request_id, sqlerrm);
    end;
  end loop;
  return reported;
end $$;
comment on function public.engine_report_unsent_mails
  is 'Raises an alarm for each mail that failed for two days; returns how many.';

grant execute on function public.engine_report_conflicts(integer), public.engine_due_client_mails(),
  public.engine_note_client_mail(text), public.engine_report_unsent_mails(integer)
  to service_role;
