-- A provider's connections to Meta: added, tried, given another token and revoked by its admins. A token comes in
-- encrypted by the function and never goes out again; keys are rotated by sealing each token anew.

alter table public.meta_connections
  add column token_read_at timestamptz,
  add column token_valid boolean,
  add column token_scopes text[] not null default '{}',
  add column token_expires_at timestamptz;
comment on column public.meta_connections.token_read_at is 'When Meta was last asked what the token is worth; the columns after it are its answer.';

create function public.authorise_connection(p_provider uuid, p_connection uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'connection.manage');
  if p_connection is not null and not exists (select from public.meta_connections
    where id = p_connection and provider_id = p_provider and request_id is null and revoked_at is null) then
    perform private.refuse(404, 'connection_not_found');
  end if;
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.authorise_connection is 'Whether the person may manage this connection of the provider, or add one (null): asked before Meta is.';

-- p_facts: {"valid", "scopes", "expiresAt"}.
create function private.note_token(p_connection uuid, p_facts jsonb) returns void
language sql security definer set search_path = '' as $$
  update public.meta_connections set token_read_at = now(), token_valid = (p_facts ->> 'valid')::boolean,
    token_scopes = array(select jsonb_array_elements_text(p_facts -> 'scopes')), token_expires_at = (p_facts ->> 'expiresAt')::timestamptz
  where id = p_connection;
$$;

-- p_token: {"key_id", "nonce", "ciphertext"}. A new connection when there is none with the id.
create function public.engine_save_connection(p_provider uuid, p_connection uuid, p_name text, p_app_id text, p_business_id text,
  p_token jsonb, p_facts jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.meta_connections as c (id, provider_id, name, app_id, business_id)
  values (p_connection, p_provider, trim(p_name), p_app_id, p_business_id)
  on conflict (id) do update set name = excluded.name, app_id = excluded.app_id, business_id = excluded.business_id
    where c.provider_id = p_provider and c.request_id is null and c.revoked_at is null;
  if not found then perform private.refuse(404, 'connection_not_found'); end if;
  insert into private.connection_tokens (connection_id, provider_id, key_id, nonce, ciphertext)
  values (p_connection, p_provider, p_token ->> 'key_id', p_token ->> 'nonce', p_token ->> 'ciphertext')
  on conflict (connection_id) do update set key_id = excluded.key_id, nonce = excluded.nonce, ciphertext = excluded.ciphertext, created_at = now();
  perform private.note_token(p_connection, p_facts);
end $$;

create function public.engine_connection_token(p_connection uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('provider', c.provider_id, 'app_id', c.app_id, 'purpose', t.purpose, 'key_id', t.key_id,
    'nonce', t.nonce, 'ciphertext', t.ciphertext)
  from public.meta_connections c join private.connection_tokens t on t.connection_id = c.id
  where c.id = p_connection and c.revoked_at is null;
$$;

create function public.engine_note_token(p_connection uuid, p_facts jsonb) returns void
language sql security definer set search_path = '' as $$
  select private.note_token(p_connection, p_facts);
$$;

create function public.engine_old_tokens(p_key text, p_limit integer) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('connection', x.connection_id, 'provider', x.provider_id, 'purpose', x.purpose,
    'key_id', x.key_id, 'nonce', x.nonce, 'ciphertext', x.ciphertext)), '[]')
  from (select * from private.connection_tokens where key_id <> p_key order by connection_id limit p_limit) as x;
$$;
comment on function public.engine_old_tokens is 'Tokens that are not sealed with the key p_key.';

create function public.engine_reseal_token(p_connection uuid, p_former jsonb, p_token jsonb) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update private.connection_tokens set key_id = p_token ->> 'key_id', nonce = p_token ->> 'nonce', ciphertext = p_token ->> 'ciphertext'
  where connection_id = p_connection and key_id = p_former ->> 'key_id' and nonce = p_former ->> 'nonce';
  return found;
end $$;
comment on function public.engine_reseal_token is 'The same token under another key, unless it was replaced meanwhile: whether it was stored.';

create function public.revoke_connection(p_provider uuid, p_connection uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform public.authorise_connection(p_provider, p_connection);
  if exists (select from public.migration_requests
    where provider_id = p_provider and connection_id = p_connection and status in ('cutover', 'stabilising')) then
    perform private.refuse(409, 'connection_in_use');
  end if;
  update public.meta_connections set revoked_at = now(), token_valid = null where id = p_connection;
  delete from private.connection_tokens where connection_id = p_connection;
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.revoke_connection is 'Throws the token away. Not while a number is on its way through it, or has just arrived.';

revoke execute on function private.note_token(uuid, jsonb) from public;
grant execute on function public.authorise_connection(uuid, uuid), public.revoke_connection(uuid, uuid) to authenticated;
grant execute on function public.engine_save_connection(uuid, uuid, text, text, text, jsonb, jsonb), public.engine_connection_token(uuid),
  public.engine_note_token(uuid, jsonb), public.engine_old_tokens(text, integer), public.engine_reseal_token(uuid, jsonb, jsonb) to service_role;
