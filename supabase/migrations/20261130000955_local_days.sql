-- A day and a week are the provider's own: what is filed there on a Monday morning belongs to that week, and terms begin at the
-- provider's midnight.

create function private.local_date(p_provider uuid, p_at timestamptz) returns date
language sql stable set search_path = '' as $$
  select (p_at at time zone p.time_zone)::date from public.providers p where p.id = p_provider;
$$;
revoke execute on function private.local_date(uuid, timestamptz) from public, anon, authenticated, service_role;

create or replace function public.report_counts(p_provider uuid, p_from timestamptz, p_to timestamptz)
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

create or replace function public.provider_page(p_slug text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('slug', p.slug, 'name', p.name, 'accentColor', p.accent_color, 'defaultLocale', p.default_locale,
    'country', p.country, 'officeName', p.office_name, 'officeEmail', p.office_email, 'officePhone', p.office_phone,
    'platformSignupUrl', p.platform_signup_url,
    'oldProviders', coalesce((select jsonb_agg(o.name order by o.name) from public.old_providers o where o.provider_id = p.id), '[]'),
    'tariff', (select to_jsonb(t) - 'id' - 'provider_id' from public.tariffs t
      where t.provider_id = p.id and t.valid_from <= private.local_date(p.id, now()) order by t.valid_from desc limit 1))
  from public.providers p where p.slug = p_slug;
$$;

create or replace function private.stretch_allowance(p_provider uuid, p_code text, p_started_at timestamptz) returns interval
language plpgsql stable security definer set search_path = '' as $$
declare days integer;
begin
  if p_code = 'whole_move' and not exists (select from public.clock_targets t
    where t.provider_id = p_provider and t.code = p_code and t.valid_from <= now()) then
    select t.max_working_days into days from public.tariffs t
    where t.provider_id = p_provider and t.valid_from <= private.local_date(p_provider, p_started_at)
    order by t.valid_from desc limit 1;
  end if;
  -- Terms of no days promise nothing. A working day is eight hours.
  return coalesce(make_interval(mins => nullif(days, 0) * 480), private.clock_allowance(p_provider, p_code));
end $$;

select private.measure_stretches(request_id) from (select distinct request_id from private.stretch_clocks) as running;
