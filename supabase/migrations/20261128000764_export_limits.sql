-- How much one person takes out: enough for any report, too little to copy the desk over and over.

create index exports_person on public.exports (user_id, created_at);

create or replace function public.record_export(p_provider uuid, p_mode text, p_filter jsonb, p_row_count integer) returns uuid
language plpgsql security definer set search_path = '' as $$
declare export uuid; person uuid := (select auth.uid());
begin
  if not private.permits(p_provider, null, 'report.export') then perform private.refuse(403, 'not_permitted', 'report.export'); end if;
  if coalesce(p_mode, '') not in ('machine', 'spreadsheet') then perform private.refuse(400, 'invalid_input', 'mode'); end if;
  -- One of a person's exports at a time, else many at once would all find room.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('export ' || person, 0));
  perform private.check_wait((select min(latest.created_at) + interval '1 hour' from (
      select x.created_at from public.exports x where x.user_id = person and x.created_at > now() - interval '1 hour'
      order by x.created_at desc limit 30) as latest
    having count(*) >= 30));
  insert into public.exports (provider_id, user_id, mode, filter, row_count)
  values (p_provider, person, p_mode, p_filter, p_row_count) returning id into export;
  return export;
end $$;
comment on function public.record_export is 'Audits an export before its first byte; 30 by one person in an hour.';
