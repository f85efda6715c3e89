-- Reading beyond a table: search, counts, reports, the export's audit, and what a visitor may know of a provider.

create extension if not exists pg_trgm with schema extensions;

create index clients_name_search on public.clients using gin (lower(name) extensions.gin_trgm_ops);
create index migration_requests_phone_search on public.migration_requests using gin (phone_number extensions.gin_trgm_ops);

-- A definer function, because under row-level security a text search cannot use its index; it filters by membership itself.
create function public.search_request_ids(p_query text) returns setof uuid
language sql stable security definer set search_path = '' as $$
  select r.id from public.migration_requests r join public.clients c on c.id = r.client_id
  where (r.provider_id = any (private.my_provider_ids()) or r.client_id = any (private.my_client_ids()))
    and length(trim(p_query)) >= 2
    and (r.reference ilike '%' || replace(replace(trim(p_query), '\', '\\'), '%', '\%') || '%'
      or lower(c.name) like '%' || lower(replace(replace(trim(p_query), '\', '\\'), '%', '\%')) || '%'
      or (regexp_replace(p_query, '\D', '', 'g') <> '' and p_query !~ '[[:alpha:]]'
        and r.phone_number like '%' || regexp_replace(p_query, '\D', '', 'g') || '%'))
  order by r.updated_at desc, r.id limit 200;
$$;
comment on function public.search_request_ids is 'Requests that match a number, a reference or a company; the 200 latest.';

create function public.request_counts(p_provider uuid) returns table (status text, requests bigint)
language sql stable set search_path = '' as $$
  select r.status, count(*) from public.migration_requests r where r.provider_id = p_provider group by r.status;
$$;
comment on function public.request_counts is 'How many requests stand in each status, under the reader''s own rights.';

create function public.report_counts(p_provider uuid, p_from timestamptz, p_to timestamptz)
returns table (dimension text, key text, requests bigint)
language sql stable set search_path = '' as $$
  with chosen as (
    select r.status, r.reason, r.old_provider_name, date_trunc('week', r.created_at) as week from public.migration_requests r
    where r.provider_id = p_provider and r.created_at >= p_from and r.created_at < p_to)
  select 'status', c.status, count(*) from chosen c group by c.status
  union all select 'reason', c.reason, count(*) from chosen c group by c.reason
  union all select 'old_provider', c.old_provider_name, count(*) from chosen c group by c.old_provider_name
  union all select 'week', to_char(c.week, 'YYYY-MM-DD'), count(*) from chosen c group by c.week;
$$;

create function public.record_export(p_provider uuid, p_mode text, p_filter jsonb, p_row_count integer) returns uuid
language plpgsql security definer set search_path = '' as $$
declare export uuid;
begin
  if not private.permits(p_provider, null, 'report.export') then perform private.refuse(403, 'not_permitted', 'report.export'); end if;
  if coalesce(p_mode, '') not in ('machine', 'spreadsheet') then perform private.refuse(400, 'invalid_input', 'mode'); end if;
  insert into public.exports (provider_id, user_id, mode, filter, row_count)
  values (p_provider, (select auth.uid()), p_mode, p_filter, p_row_count) returning id into export;
  return export;
end $$;
comment on function public.record_export is 'Audits an export before its first byte.';

-- What the public application page shows. For the service role only: a visitor gets it through the function provider-page.
create function public.provider_page(p_slug text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('slug', p.slug, 'name', p.name, 'accentColor', p.accent_color, 'defaultLocale', p.default_locale,
    'country', p.country, 'officeName', p.office_name, 'officeEmail', p.office_email, 'officePhone', p.office_phone,
    'platformSignupUrl', p.platform_signup_url,
    'oldProviders', coalesce((select jsonb_agg(o.name order by o.name) from public.old_providers o where o.provider_id = p.id), '[]'),
    'tariff', (select to_jsonb(t) - 'id' - 'provider_id' from public.tariffs t
      where t.provider_id = p.id and t.valid_from <= current_date order by t.valid_from desc limit 1))
  from public.providers p where p.slug = p_slug;
$$;

-- Who the signed-in person is on this desk: memberships with their permissions.
create function public.my_access() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'memberships', coalesce((select jsonb_agg(jsonb_build_object('memberId', m.id, 'providerId', m.provider_id, 'providerSlug', p.slug,
        'providerName', p.name, 'accentColor', p.accent_color, 'role', m.role, 'name', m.name) order by p.name)
      from public.members m join public.providers p on p.id = m.provider_id
      where m.user_id = (select auth.uid()) and m.ended_at is null), '[]'),
    'clients', coalesce((select jsonb_agg(jsonb_build_object('clientId', c.id, 'clientName', c.name, 'providerId', p.id, 'providerSlug', p.slug,
        'providerName', p.name, 'accentColor', p.accent_color, 'officeName', p.office_name, 'officeEmail', p.office_email,
        'officePhone', p.office_phone, 'platformSignupUrl', p.platform_signup_url, 'name', m.name) order by p.name)
      from public.client_members m join public.clients c on c.id = m.client_id join public.providers p on p.id = m.provider_id
      where m.user_id = (select auth.uid()) and m.ended_at is null), '[]'));
$$;

grant execute on function public.search_request_ids(text), public.request_counts(uuid),
  public.report_counts(uuid, timestamptz, timestamptz), public.record_export(uuid, text, jsonb, integer), public.my_access() to authenticated;
grant execute on function public.provider_page(text) to service_role;
