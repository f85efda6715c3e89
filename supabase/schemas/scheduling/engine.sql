-- Announces windows that approach or were missed.

-- The notices of a window list the open hard checks, so they follow that hour's reading and do not precede it.
create function public.engine_announce_windows(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  notice record; reported integer := 0;
begin
  for notice in
    select r.id, r.window_starts_at, k.kind
    from public.migration_requests r
    cross join lateral (values
      ('window.day_before', r.window_starts_at - interval '24 hours', r.window_starts_at - interval '1 hour'),
      ('window.hour_before', r.window_starts_at - interval '1 hour', r.window_starts_at),
      ('window.missed', r.window_ends_at, 'infinity'::timestamptz)) as k (kind, since, until)
    where r.status = 'scheduled' and r.window_confirmed_at is not null and r.hold_reason is null
      and r.window_starts_at <= now() + interval '24 hours'
      and now() >= k.since and now() < k.until
      -- The notice reports checks just read, unless Meta makes us wait.
      and (k.kind = 'window.missed' or coalesce(r.checks_read_at, '-infinity') >= k.since
        or now() >= k.since + interval '10 minutes')
      -- A window agreed after its notice was due needs none.
      and (k.kind = 'window.missed' or r.window_confirmed_at < k.since)
      and not exists (select from private.window_notices n
        where n.request_id = r.id and n.window_starts_at = r.window_starts_at and n.kind = k.kind)
      and not private.is_set_aside('windows', r.id)
    order by k.since limit p_limit
    for update of r skip locked
  loop
    begin
      insert into private.window_notices (request_id, window_starts_at, kind)
        values (notice.id, notice.window_starts_at, notice.kind);
      perform private.close_change(notice.id, notice.kind, 'client',
        jsonb_build_object('startsAt', notice.window_starts_at, 'open', private.open_hard_checks(notice.id)));
      reported := reported + 1;
    exception when others then
      perform private.note_failure('windows', notice.id, sqlerrm);
    end;
  end loop;
  return reported;
end $$;
comment on function public.engine_announce_windows is
  'Announces once each window that is a day or an hour away or was missed, with the hard checks still open; never '
    'starts one.';

grant execute on function public.engine_announce_windows(integer)
  to service_role;
