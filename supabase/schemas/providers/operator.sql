-- What whoever keeps the installation does for its providers, as the database's owner: no key of the API reaches it.

create function private.add_provider(p_provider jsonb, p_admin jsonb) returns uuid
language plpgsql security definer set search_path = '' as $$
declare provider uuid;
begin
  perform private.check_time_zone(p_provider ->> 'timeZone');
  begin
    insert into public.providers (slug, name, default_locale, time_zone, country, office_name, office_email,
      office_phone, platform_signup_url)
    values (p_provider ->> 'slug', trim(p_provider ->> 'name'), p_provider ->> 'locale', p_provider ->> 'timeZone',
      p_provider ->> 'country', p_provider ->> 'officeName', p_provider ->> 'officeEmail',
      p_provider ->> 'officePhone', p_provider ->> 'platformSignupUrl')
    returning id into provider;
  exception
    when unique_violation then perform private.refuse(409, 'slug_taken');
    when check_violation or not_null_violation then
      perform private.refuse(400, 'invalid_input',
        'slug (a-z, 0-9, -), name, country (GB), locale (en, ru), office, sign-up address (https://)');
  end;
  perform private.invite(provider, null, p_admin ->> 'email', p_admin ->> 'name', 'admin');
  return provider;
end $$;
comment on function private.add_provider is
  'p_provider: {slug, name, locale, timeZone, country, officeName, officeEmail, officePhone, platformSignupUrl}; '
    'p_admin: {email, name}, who is invited. Returns the provider''s id.';

create function private.suspend_provider(p_slug text, p_suspended boolean) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.providers set suspended_at = case when p_suspended then coalesce(suspended_at, now()) end
  where slug = p_slug;
  if not found then perform private.refuse(404, 'provider_not_found'); end if;
end $$;
comment on function private.suspend_provider is
  'A suspended provider takes no new application and starts no new cut-over. Moves under way go on: a number must not '
    'stay between two providers.';

create function private.invite_by_operator(p_slug text, p_email text, p_name text, p_role text) returns void
language plpgsql security definer set search_path = '' as $$
declare provider uuid := (select p.id from public.providers p where p.slug = p_slug);
begin
  if provider is null then perform private.refuse(404, 'provider_not_found'); end if;
  if coalesce(p_role, '') not in ('admin', 'manager', 'analyst')
    then perform private.refuse(400, 'invalid_input', 'role'); end if;
  perform private.invite(provider, null, p_email, p_name, p_role);
end $$;

create function private.providers_at_a_glance() returns table (slug text, name text, admins integer, members integer,
  open_requests integer, suspended_since timestamptz)
language sql stable security definer set search_path = '' as $$
  select p.slug, p.name,
    (select count(*)::int from public.members m
      where m.provider_id = p.id and m.ended_at is null and m.role = 'admin'),
    (select count(*)::int from public.members m where m.provider_id = p.id and m.ended_at is null),
    (select coalesce(sum(t.requests), 0)::int from private.request_tallies t where t.provider_id = p.id
      and t.status in ('submitted', 'preparing', 'scheduled', 'cutover', 'monitoring')),
    p.suspended_at
  from public.providers p;
$$;

create function private.refuse_suspended(p_provider uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if (select p.suspended_at from public.providers p where p.id = p_provider) is not null then
    perform private.refuse(409, 'provider_suspended');
  end if;
end $$;
