-- Decides who may run commands for a provider, and records what is known of its tokens.

-- Commands on the provider as a whole return its id.
create function private.open_provider(p_provider uuid, p_permission text) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if p_provider is null or p_provider not in (select private.my_provider_ids())
    then perform private.refuse(404, 'provider_not_found'); end if;
  if p_provider in (select private.my_locked_provider_ids())
    then perform private.refuse(403, 'second_factor_missing'); end if;
  if not private.permits(p_provider, null, p_permission)
    then perform private.refuse(403, 'not_permitted', p_permission); end if;
end $$;

-- p_facts: {"valid", "scopes", "expiresAt", "dataAccessExpiresAt"}.
create function private.note_token(p_connection uuid, p_facts jsonb) returns void
language sql security definer set search_path = '' as $$
  update public.meta_connections set token_read_at = now(), token_valid = (p_facts ->> 'valid')::boolean,
    token_scopes = array(select jsonb_array_elements_text(p_facts -> 'scopes')), token_expires_at
      = (p_facts ->> 'expiresAt')::timestamptz,
    token_data_access_expires_at = (p_facts ->> 'dataAccessExpiresAt')::timestamptz
  where id = p_connection;
$$;

-- If an app that is not ours was uninstalled, that says nothing about our access.
create function private.is_own_app(p_request public.migration_requests, p_app text) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce(bool_or(c.app_id = p_app), true) from public.meta_connections c
  where c.provider_id = p_request.provider_id and (p_request.connection_id is null or c.id = p_request.connection_id);
$$;
comment on function private.is_own_app
  is 'Whether it is the app of the request''s connection or, where the request has none, of any of the provider''s.';

create function private.local_date(p_provider uuid, p_at timestamptz) returns date
language sql stable set search_path = '' as $$
  select (p_at at time zone p.time_zone)::date from public.providers p where p.id = p_provider;
$$;
