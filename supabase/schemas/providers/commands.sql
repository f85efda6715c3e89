-- Changes a provider's settings and connections, and shows a visitor what they may know of it.

-- Returns what the public application page shows. For the service role only: a visitor gets it through the function
-- provider-page.
create function public.provider_page(p_slug text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('slug', p.slug, 'name', p.name, 'accentColor', p.accent_color, 'defaultLocale',
    p.default_locale,
    'country', p.country, 'officeName', p.office_name, 'officeEmail', p.office_email, 'officePhone', p.office_phone,
    'platformSignupUrl', p.platform_signup_url,
    'oldProviders', coalesce((select jsonb_agg(o.name order by o.name) from public.old_providers o
      where o.provider_id = p.id), '[]'),
    'tariff', (select to_jsonb(t) - 'id' - 'provider_id' from public.tariffs t
      where t.provider_id = p.id and t.valid_from <= private.local_date(p.id, now())
        order by t.valid_from desc limit 1))
  from public.providers p where p.slug = p_slug and p.suspended_at is null;
$$;

-- Sets how many numbers an account of a connection may hold. Meta publishes no figure, so the provider's own knowledge
-- counts.
create function public.set_number_limit(p_provider uuid, p_connection uuid, p_limit integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'connection.manage');
  if p_limit is not null and p_limit not between 1 and 10000 then perform private.refuse(400, 'invalid_input', 'limit');
    end if;
  update public.meta_connections set number_limit = p_limit where id = p_connection and provider_id = p_provider;
  if not found then perform private.refuse(404, 'connection_not_found'); end if;
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.set_number_limit
  is 'Null removes the limit: the screens then show how many numbers there are, without judging it.';

-- The decision that one person may start alone is guarded like a cut-over.
create function public.set_second_approval(p_provider uuid, p_required boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'settings.manage');
  if p_required is null then perform private.refuse(400, 'invalid_input', 'required'); end if;
  if not private.has_second_factor() and (select p.second_factor_cutover from public.providers p
    where p.id = p_provider) then
    perform private.refuse(403, 'second_factor_missing');
  end if;
  update public.providers set second_approval = p_required where id = p_provider;
  return jsonb_build_object('id', p_provider);
end $$;

-- A token is saved in the name of the admin who brought it, if they still are an admin by then: Meta's answer about it
-- takes seconds.
create function public.authorise_connection(p_provider uuid, p_connection uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'connection.manage');
  if p_connection is not null and not exists (select from public.meta_connections
    where id = p_connection and provider_id = p_provider and request_id is null and revoked_at is null) then
    perform private.refuse(404, 'connection_not_found');
  end if;
  return jsonb_build_object('id', p_provider, 'person', (select auth.uid()));
end $$;
comment on function public.authorise_connection is
  'Whether the person may manage this connection of the provider, or add one (null): checked before Meta is asked. '
    '{id: the provider''s, person}.';

create function public.revoke_connection(p_provider uuid, p_connection uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform public.authorise_connection(p_provider, p_connection);
  if exists (select from public.migration_requests
    where provider_id = p_provider and connection_id = p_connection and status in ('cutover', 'monitoring')) then
    perform private.refuse(409, 'connection_in_use');
  end if;
  update public.meta_connections set revoked_at = now(), token_valid = null where id = p_connection;
  delete from private.connection_tokens where connection_id = p_connection;
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.revoke_connection
  is 'Discards the token. Refused while a number is on its way through it, or has just arrived.';

-- Meta describes programmatic migration (R2) for On-Behalf-Of accounts alone, a model that ended on 1 October 2025.
-- Only an admin can know that Meta allows it to their app all the same: their statement is stored with its date.
create function public.state_programmatic(p_provider uuid, p_connection uuid, p_allowed boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'connection.manage');
  if p_allowed is null then perform private.refuse(400, 'invalid_input', 'allowed'); end if;
  update public.meta_connections set programmatic_stated_at = case when p_allowed then now() end,
    programmatic_stated_by = case when p_allowed then (select auth.uid()) end
  where id = p_connection and provider_id = p_provider and revoked_at is null and request_id is null;
  if not found then perform private.refuse(404, 'connection_not_found'); end if;
  return jsonb_build_object('id', p_connection);
end $$;
comment on function public.state_programmatic
  is 'An admin''s statement that Meta allows programmatic migration to the app of a connection, or no longer does.';

grant execute on function public.provider_page(text)
  to service_role;

grant execute on function public.set_number_limit(uuid, uuid, integer), public.set_second_approval(uuid, boolean),
  public.authorise_connection(uuid, uuid), public.revoke_connection(uuid, uuid),
  public.state_programmatic(uuid, uuid, boolean)
  to authenticated;
