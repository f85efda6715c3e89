-- What a client must hear of in time is mailed to the contact of the request: from the outbox, where it stands since the
-- change itself. What has lost its point meanwhile is not mailed any more.

alter table private.outbox
  add column attempts integer not null default 0,
  add column tried_at timestamptz;
comment on column private.outbox.sent_at is 'When the mail about it was taken; of most kinds there is none.';
comment on column private.outbox.tried_at is 'When it was last handed to the mail service, taken or not.';
create index outbox_mails on private.outbox (id) where sent_at is null and kind in ('clock.reminder_1', 'clock.reminder_2', 'clock.reminder_3',
  'clock.client_silent', 'window.day_before', 'window.hour_before', 'request.ask', 'request.schedule');

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
        and case
          when o.kind = 'clock.client_silent' then r.hold_reason = 'client_silent'
          when o.kind like 'clock.%' then r.waiting_on = 'client' and r.hold_reason is null and r.clock_since <= o.created_at
          when o.kind = 'request.ask' then r.asked_at is not null
          when o.kind = 'request.schedule' then r.status = 'scheduled' and r.window_confirmed_at is null
          else r.status = 'scheduled' and r.window_starts_at > now() end
      order by o.tried_at nulls first, o.id limit 20 for update of o skip locked),
    taken as (
      update private.outbox o set attempts = o.attempts + 1, tried_at = now() from due where o.id = due.id returning o.*)
  select coalesce(jsonb_agg(jsonb_build_object('id', o.id::text, 'kind', o.kind, 'request', r.id, 'provider', p.name, 'office', p.office_email,
      'locale', r.locale, 'to', r.contact_email, 'phone', r.phone_number, 'startsAt', private.utc(r.window_starts_at),
      'timeZone', coalesce(r.client_time_zone, p.time_zone)) order by o.id), '[]') into answer
  from taken o join public.migration_requests r on r.id = o.request_id join public.providers p on p.id = r.provider_id;
  return answer;
end $$;
comment on function public.engine_due_client_mails is
  'Counts as tried what it answers: [{id, kind, request, provider, office, locale, to, phone, startsAt, timeZone}]; one that is not noted comes again ever later, for two days.';

create function public.engine_note_client_mail(p_id text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update private.outbox set sent_at = now() where id = p_id::bigint;
end $$;

revoke execute on function public.engine_due_client_mails(), public.engine_note_client_mail(text) from public, anon, authenticated, service_role;
grant execute on function public.engine_due_client_mails(), public.engine_note_client_mail(text) to service_role;
