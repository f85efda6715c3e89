-- When a provider's people work: the calendar that an admin keeps, and the open periods that are worked out from it.

create table public.provider_calendars (
  provider_id uuid primary key references public.providers (id),
  hours jsonb not null default '[{"weekday":1,"from":540,"to":1080},{"weekday":2,"from":540,"to":1080},{"weekday":3,"from":540,"to":1080},{"weekday":4,"from":540,"to":1080},{"weekday":5,"from":540,"to":1080}]',
  observe_holidays boolean not null default true,
  closed_days date[] not null default '{}',
  holidays jsonb not null default '[]',
  changed_at timestamptz not null default now(),
  built_at timestamptz
);
comment on table public.provider_calendars is 'Weekly hours and closures of a provider, in the time zone and the country that the provider has.';
comment on column public.provider_calendars.hours is '[{weekday: 1 for Monday, from, to: minutes from midnight, local}].';
comment on column public.provider_calendars.closed_days is 'Own closures beside the public holidays.';
comment on column public.provider_calendars.holidays is 'The public holidays ahead, as they were worked out: [{date, name}].';
comment on column public.provider_calendars.built_at is 'When the open periods were last worked out; null until they are.';

create table public.open_periods (
  provider_id uuid not null references public.providers (id),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  primary key (provider_id, starts_at)
);
comment on table public.open_periods is 'When a provider is open. What is past stays as it was when the calendar changes: time once counted is kept.';

alter table public.provider_calendars enable row level security;
alter table public.provider_calendars force row level security;
alter table public.open_periods enable row level security;
alter table public.open_periods force row level security;
revoke all on public.provider_calendars, public.open_periods from public, anon, authenticated, service_role;
grant select on public.provider_calendars, public.open_periods to authenticated, service_role;
create policy provider_calendars_select_own_provider on public.provider_calendars for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[]));
create policy open_periods_select_own on public.open_periods for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[]) or provider_id = any ((select private.my_client_provider_ids())::uuid[]));

insert into public.provider_calendars (provider_id) select id from public.providers;

create function private.add_calendar() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.provider_calendars (provider_id) values (new.id);
  return new;
end $$;
create trigger providers_add_calendar after insert on public.providers for each row execute function private.add_calendar();

-- As src/domain/clocks/business-time.ts; a test proves them equal. Where no calendar reaches, every hour counts.
create function private.add_business_time(p_provider uuid, p_from timestamptz, p_span interval) returns timestamptz
language sql stable security definer set search_path = '' as $$
  select case when p_span <= interval '0' then p_from else coalesce((
    select s.ends_at - (s.upto - p_span) from (
      select o.ends_at, sum(o.ends_at - greatest(o.starts_at, p_from)) over (order by o.starts_at) as upto
      from public.open_periods o
      where o.provider_id = p_provider and o.ends_at > p_from and o.starts_at < p_from + interval '200 days') as s
    where s.upto >= p_span order by s.upto limit 1), p_from + p_span) end;
$$;

create function private.business_between(p_provider uuid, p_from timestamptz, p_to timestamptz) returns interval
language sql stable security definer set search_path = '' as $$
  select case when exists (select from public.open_periods where provider_id = p_provider) then coalesce((
    select sum(least(o.ends_at, p_to) - greatest(o.starts_at, p_from)) from public.open_periods o
    where o.provider_id = p_provider and o.ends_at > p_from and o.starts_at < p_to), interval '0')
  else greatest(p_to - p_from, interval '0') end;
$$;

-- Commands on the provider as a whole answer with its id.
create function private.open_provider(p_provider uuid, p_permission text) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if not p_provider = any (private.my_provider_ids()) or p_provider is null then perform private.refuse(404, 'provider_not_found'); end if;
  if not private.permits(p_provider, null, p_permission) then perform private.refuse(403, 'not_permitted', p_permission); end if;
end $$;

create function private.check_hours(p_hours jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  if jsonb_typeof(p_hours) is distinct from 'array' or jsonb_array_length(p_hours) not between 1 and 40
    or exists (select from jsonb_to_recordset(p_hours) as h (weekday integer, "from" integer, "to" integer)
      where coalesce(h.weekday, 0) not between 1 and 7 or coalesce(h."from", -1) < 0 or coalesce(h."to", 9999) > 1440 or h."from" >= h."to") then
    perform private.refuse(400, 'invalid_input', 'hours');
  end if;
end $$;

create function private.check_time_zone(p_time_zone text) returns void
language plpgsql stable set search_path = '' as $$
begin
  if not exists (select from pg_catalog.pg_timezone_names where name = p_time_zone) then perform private.refuse(400, 'invalid_input', 'timeZone'); end if;
end $$;

create function public.save_calendar(p_provider uuid, p_time_zone text, p_country text, p_hours jsonb, p_observe_holidays boolean, p_closed_days date[])
returns jsonb language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'settings.manage');
  perform private.check_time_zone(p_time_zone);
  if coalesce(p_country, '') !~ '^[A-Z]{2}$' then perform private.refuse(400, 'invalid_input', 'country'); end if;
  if p_observe_holidays is null or p_closed_days is null then perform private.refuse(400, 'invalid_input'); end if;
  perform private.check_hours(p_hours);
  update public.providers set time_zone = p_time_zone, country = p_country where id = p_provider;
  update public.provider_calendars set hours = p_hours, observe_holidays = p_observe_holidays, closed_days = p_closed_days, changed_at = now()
  where provider_id = p_provider;
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.save_calendar is 'Keeps the calendar; the open periods follow with the next tick.';

create function public.set_second_approval(p_provider uuid, p_required boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'settings.manage');
  if p_required is null then perform private.refuse(400, 'invalid_input', 'required'); end if;
  update public.providers set second_approval = p_required where id = p_provider;
  return jsonb_build_object('id', p_provider);
end $$;

create function public.engine_stale_calendars() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('providerId', c.provider_id, 'timeZone', p.time_zone, 'country', p.country, 'hours', c.hours,
    'observeHolidays', c.observe_holidays, 'closedDays', to_jsonb(c.closed_days), 'changedAt', c.changed_at,
    'from', coalesce((select now() from public.open_periods o where o.provider_id = c.provider_id limit 1), now() - interval '120 days'))), '[]')
  from public.provider_calendars c join public.providers p on p.id = c.provider_id
  where c.built_at is null or c.built_at <= c.changed_at or c.built_at < now() - interval '30 days';
$$;
comment on function public.engine_stale_calendars is 'Calendars that changed, were never built, or reach less far ahead than they should.';

revoke execute on function private.add_calendar(), private.add_business_time(uuid, timestamptz, interval),
  private.business_between(uuid, timestamptz, timestamptz), private.open_provider(uuid, text), private.check_hours(jsonb), private.check_time_zone(text),
  public.save_calendar(uuid, text, text, jsonb, boolean, date[]), public.set_second_approval(uuid, boolean),
  public.engine_stale_calendars() from public, anon, authenticated, service_role;
grant execute on function public.save_calendar(uuid, text, text, jsonb, boolean, date[]), public.set_second_approval(uuid, boolean) to authenticated;
grant execute on function public.engine_stale_calendars() to service_role;
