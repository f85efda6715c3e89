-- Counts for the reports, and records each export.

-- Days and weeks are the provider's own: a request filed there on a Monday morning belongs to that week, and terms
-- begin at the provider's midnight.
-- Planned with the values, so the planner knows how many rows there are: for few it would sort, for many it must not.
create function public.report_counts(p_provider uuid, p_from timestamptz, p_to timestamptz)
returns table (dimension text, key text, requests bigint)
language plpgsql stable set search_path = '' as $$
begin
  return query execute 'select case when grouping(f.status) = 0 then ''status''
      when grouping(f.reason) = 0 then ''reason'' when grouping(f.old_provider_name) = 0 then ''old_provider''
      else ''week'' end, coalesce(f.status, f.reason, f.old_provider_name, to_char(f.week, ''YYYY-MM-DD'')), count(*)
    from (
      select r.status, r.reason, r.old_provider_name,
        date_trunc(''week'', r.created_at at time zone p.time_zone) as week
      from public.migration_requests r join public.providers p on p.id = r.provider_id
      where r.provider_id = $1 and r.created_at >= $2 and r.created_at < $3) as f
    group by grouping sets (f.status, f.reason, f.old_provider_name, f.week)'
  using p_provider, p_from, p_to;
end $$;

-- Limits how much one person exports: enough for any report, too little to copy Portdesk over and over.
create function public.record_export(p_provider uuid, p_mode text, p_filter jsonb, p_row_count integer) returns uuid
language plpgsql security definer set search_path = '' as $$
declare export uuid; person uuid := (select auth.uid());
begin
  if not private.permits(p_provider, null, 'report.export')
    then perform private.refuse(403, 'not_permitted', 'report.export'); end if;
  if coalesce(p_mode, '') not in ('machine', 'spreadsheet') then perform private.refuse(400, 'invalid_input', 'mode');
    end if;
  -- A person's exports run one at a time; otherwise many simultaneous ones would all pass the limit.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('export ' || person, 0));
  perform private.check_wait((select min(latest.created_at) + interval '1 hour' from (
      select x.created_at from public.exports x where x.user_id = person and x.created_at > now() - interval '1 hour'
      order by x.created_at desc limit 30) as latest
    having count(*) >= 30));
  insert into public.exports (provider_id, user_id, mode, filter, row_count)
  values (p_provider, person, p_mode, p_filter, p_row_count) returning id into export;
  return export;
end $$;
comment on function public.record_export
  is 'Audits an export before its first byte; at most 30 by one person in an hour.';

-- Records what an export held: the SHA-256 of its file, which the sending function reports before the file ends. It
-- identifies a file that turns up somewhere, and exposes one that was changed.
create function public.record_export_hash(p_provider uuid, p_export uuid, p_sha256 text) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  if not private.permits(p_provider, null, 'report.export')
    then perform private.refuse(403, 'not_permitted', 'report.export'); end if;
  if coalesce(p_sha256, '') !~ '^[0-9a-f]{64}$' then perform private.refuse(400, 'invalid_input', 'sha256'); end if;
  update public.exports set sha256 = p_sha256
  where id = p_export and provider_id = p_provider and user_id = (select auth.uid()) and sha256 is null;
  if not found then perform private.refuse(400, 'invalid_input', 'export'); end if;
  return jsonb_build_object('id', p_export);
end $$;
comment on function public.record_export_hash is 'Once, by the person who exports; audited with the export.';

-- The audit names the exact number. Where it can, it comes from the kept tallies or from an index alone.
create function public.export_count(p_provider uuid, p_filter jsonb) returns integer
language plpgsql volatile set search_path = '' set jit = off set enable_bitmapscan = on as $$
declare listed jsonb := private.listed_filter(p_provider, p_filter); period boolean := p_filter ?| array['from', 'to'];
  requests integer;
begin
  if p_filter ->> 'search' <> '' then
    requests := public.count_requests(listed, 5001, p_filter ->> 'search');
    if requests > 5000 then perform private.refuse(413, 'export_too_large', '> 5000'); end if;
    if not period then return requests; end if;
  elsif not period and listed - 'provider_id' - 'status' = '{}' then
    return (select coalesce(sum(c.requests), 0) from public.request_counts(p_provider) c
      where not listed ? 'status' or listed -> 'status' ? c.status);
  elsif not listed ? 'waiting_on' then
    -- Else the planner finds the tenant's rows by a smaller index, and then reads them one by one.
    perform set_config('enable_bitmapscan', 'off', true);
    execute 'select count(*) from public.migration_requests r
      where r.provider_id in (select private.my_provider_ids())' || private.request_conditions(listed)
      || private.filed_between(p_filter, 'r') into requests;
    return requests;
  end if;
  execute 'select count(*) from ' || private.exported_rows(p_provider, p_filter) into requests;
  return requests;
end $$;
comment on function public.export_count
  is 'How many rows an export with that filter has now, as the reader may see them.';

-- PostgREST answers the bytes of a type with such a name as they are, instead of as JSON, to those who ask for it:
-- https://docs.postgrest.org/en/v14/references/api/media_type_handlers.html, read 2026-12-01.
create domain public."application/vnd.portdesk.csv-page" as text;

-- The rows of one page may be sorted. Of several, each would sort all that are left; so the planner has to walk the
-- references in their order, and together the pages walk them once.
create function public.export_page(p_export uuid, p_after text, p_most integer)
  returns public."application/vnd.portdesk.csv-page"
language plpgsql volatile set search_path = '' set timezone = 'UTC' set datestyle = 'ISO' set jit = off
  set enable_sort = on as $$
declare export public.exports; number integer; last text; lines text; most integer := least(greatest(p_most, 0), 5000);
begin
  select * into export from public.exports e where e.id = p_export and e.user_id = (select auth.uid())
    and e.sha256 is null and e.created_at > now() - interval '1 hour';
  if not found then perform private.refuse(404, 'export_not_found'); end if;
  perform set_config('enable_sort', case when export.row_count > most then 'off' else 'on' end, true);
  execute private.export_statement(export.provider_id, export.mode, export.filter, p_after, most)
    into number, last, lines;
  return concat(number, ' ', last, e'\n', case when p_after is null then private.export_header(export.mode) end,
    lines || e'\r\n');
end $$;
comment on function public.export_page is
  'A recorded export''s next rows, by their reference, as the reader may see them: first a line with their number and '
    'the last reference, then the part of the file. Without p_after it begins with the head of the file.';

grant execute on function private.csv_cell(text, text), private.export_columns(), private.export_header(text),
  private.export_line(text), private.listed_filter(uuid, jsonb), private.filed_between(jsonb, text),
  private.exported_rows(uuid, jsonb), private.export_statement(uuid, text, jsonb, text, integer)
  to authenticated;
grant execute on function public.report_counts(uuid, timestamptz, timestamptz), public.export_count(uuid, jsonb),
  public.export_page(uuid, text, integer), public.record_export(uuid, text, jsonb, integer),
  public.record_export_hash(uuid, uuid, text)
  to authenticated;
