-- Counts for the reports, and records each export.

-- Days and weeks are the provider's own: a request filed there on a Monday morning belongs to that week, and terms
-- begin at the provider's midnight.
create function public.report_counts(p_provider uuid, p_from timestamptz, p_to timestamptz)
returns table (dimension text, key text, requests bigint)
language sql stable set search_path = '' as $$
  with chosen as (
    select r.status, r.reason, r.old_provider_name, date_trunc('week', r.created_at at time zone p.time_zone) as week
    from public.migration_requests r join public.providers p on p.id = r.provider_id
    where r.provider_id = p_provider and r.created_at >= p_from and r.created_at < p_to)
  select 'status', c.status, count(*) from chosen c group by c.status
  union all select 'reason', c.reason, count(*) from chosen c group by c.reason
  union all select 'old_provider', c.old_provider_name, count(*) from chosen c group by c.old_provider_name
  union all select 'week', to_char(c.week, 'YYYY-MM-DD'), count(*) from chosen c group by c.week;
$$;

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

grant execute on function public.report_counts(uuid, timestamptz, timestamptz),
  public.record_export(uuid, text, jsonb, integer), public.record_export_hash(uuid, uuid, text)
  to authenticated;
