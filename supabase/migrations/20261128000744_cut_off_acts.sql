-- A function that dies between its row and its call's answer leaves the row open; nobody would ever close a test message.

create index test_messages_open on public.test_messages (opened_at) where closed_at is null;

create function public.engine_close_cut_off_acts(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare act uuid; closed integer := 0; messages integer;
begin
  -- The request first, as every command locks it.
  for act in select s.id from public.migration_requests r join public.pin_settings s on s.request_id = r.id
    where s.closed_at is null and s.opened_at < now() - interval '2 minutes' limit p_limit for update of r skip locked loop
    perform public.engine_end_pin(act, 'unknown', false);
    closed := closed + 1;
  end loop;
  update public.test_messages set closed_at = now(), outcome = 'unreachable'
  where id = any (array(select id from public.test_messages where closed_at is null and opened_at < now() - interval '2 minutes'
    order by opened_at limit p_limit for update skip locked));
  get diagnostics messages = row_count;
  return closed + messages;
end $$;
comment on function public.engine_close_cut_off_acts is 'Closes PINs and messages whose function was cut off, as unknown; far longer ago than any call may take.';
revoke execute on function public.engine_close_cut_off_acts(integer) from public, anon, authenticated, service_role;
grant execute on function public.engine_close_cut_off_acts(integer) to service_role;
