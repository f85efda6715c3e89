-- Mail goes to addresses that somebody has proved to be theirs: a client user's own. What could not be sent in two days is told
-- to the desk, which can call instead.

create or replace function private.mail_address(p_request public.migration_requests) returns text
language sql stable security definer set search_path = '' as $$
  select m.email from public.client_members m where m.client_id = p_request.client_id and m.ended_at is null
  order by lower(m.email) <> lower(p_request.contact_email), m.created_at, m.id limit 1;
$$;
comment on function private.mail_address is
  'The contact where they are a client user, else who has been one for longest; null: nobody is left. A client user''s address was proved when they signed in.';

alter table private.outbox add column given_up_at timestamptz;
comment on column private.outbox.given_up_at is 'When a mail that could not be sent for two days was told to the desk.';
create index outbox_mails_unsent on private.outbox (created_at) where sent_at is null and given_up_at is null and attempts > 0;

insert into private.alarm_catalogue (code, position, after_register) values ('MAIL_UNSENT', 26, false);

create function public.engine_tell_unsent_mails(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare mail private.outbox; request public.migration_requests; told integer := 0;
begin
  for mail in select * from private.outbox o
    where o.sent_at is null and o.given_up_at is null and o.attempts > 0 and o.created_at < now() - interval '2 days'
    order by o.created_at limit p_limit for update skip locked loop
    begin
      update private.outbox set given_up_at = now() where id = mail.id;
      select * into strict request from public.migration_requests where id = mail.request_id for update;
      if request.status in ('submitted', 'preparing', 'scheduled', 'cutover', 'stabilising') then
        perform private.raise_alarm(request, jsonb_build_object('alarm', 'MAIL_UNSENT', 'subject', mail.kind,
          'facts', jsonb_build_object('created_at', private.utc(mail.created_at))), now());
        told := told + 1;
      end if;
    exception when others then
      raise warning 'unsent mails: % was set aside: %', mail.id, sqlerrm;
    end;
  end loop;
  return told;
end $$;
comment on function public.engine_tell_unsent_mails is 'Raises an alarm for each mail that was tried in vain for two days; returns how many.';
revoke execute on function public.engine_tell_unsent_mails(integer) from public, anon, authenticated, service_role;
grant execute on function public.engine_tell_unsent_mails(integer) to service_role;
