-- Stores tokens sealed, reads them for the engine alone, reseals them, and warns by mail before they end.

-- Admins add, test and revoke a provider's connections to Meta and replace their tokens. A function delivers each token
-- encrypted, and no token leaves again; keys are rotated by resealing each token.
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
  select coalesce(jsonb_agg(jsonb_build_object('connection', x.connection_id, 'provider', x.provider_id, 'purpose',
    x.purpose,
    'key_id', x.key_id, 'nonce', x.nonce, 'ciphertext', x.ciphertext)), '[]')
  from (select * from private.connection_tokens where key_id <> p_key order by connection_id limit p_limit) as x;
$$;
comment on function public.engine_old_tokens is 'Tokens that are not sealed with the key p_key.';

create function public.engine_reseal_token(p_connection uuid, p_former jsonb, p_token jsonb) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update private.connection_tokens set key_id = p_token ->> 'key_id', nonce = p_token ->> 'nonce', ciphertext
    = p_token ->> 'ciphertext'
  where connection_id = p_connection and key_id = p_former ->> 'key_id' and nonce = p_former ->> 'nonce';
  return found;
end $$;
comment on function public.engine_reseal_token
  is 'The same token under another key, unless it was replaced meanwhile. Returns whether it was stored.';

-- p_token: {"key_id", "nonce", "ciphertext"}. Creates the connection if none has the id.
create function public.engine_save_connection(p_provider uuid, p_person uuid, p_connection uuid, p_name text,
  p_app_id text,
  p_business_id text, p_token jsonb, p_facts jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare own_claims text := current_setting('request.jwt.claims', true);
begin
  perform from public.members m join private.permissions p on p.role = m.role and p.permission = 'connection.manage'
  where m.provider_id = p_provider and m.user_id = p_person and m.ended_at is null for share of m;
  if not found then perform private.refuse(403, 'not_permitted', 'connection.manage'); end if;
  -- The audit attributes the change to the person.
  perform set_config('request.jwt.claims', jsonb_build_object('sub', p_person)::text, true);
  insert into public.meta_connections as c (id, provider_id, name, app_id, business_id)
  values (p_connection, p_provider, trim(p_name), p_app_id, p_business_id)
  on conflict (id) do update set name = excluded.name, app_id = excluded.app_id, business_id = excluded.business_id
    where c.provider_id = p_provider and c.request_id is null and c.revoked_at is null;
  if not found then perform private.refuse(404, 'connection_not_found'); end if;
  insert into private.connection_tokens (connection_id, provider_id, key_id, nonce, ciphertext)
  values (p_connection, p_provider, p_token ->> 'key_id', p_token ->> 'nonce', p_token ->> 'ciphertext')
  on conflict (connection_id) do update set key_id = excluded.key_id, nonce = excluded.nonce, ciphertext
    = excluded.ciphertext, created_at = now();
  perform private.note_token(p_connection, p_facts);
  perform set_config('request.jwt.claims', own_claims, true);
end $$;
comment on function public.engine_save_connection
  is 'p_person: the person whom authorise_connection admitted; refused if they are no longer an admin.';

-- p_days: how many days before an end to warn, for example [14,3]; of several due at once only the last is sent.
create function public.engine_due_token_notices(p_days jsonb) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('connection', x.id, 'name', x.name, 'provider', x.provider_id,
    'providerName', x.provider_name,
    'locale', x.default_locale, 'kind', x.kind, 'endsAt', private.utc(x.ends_at), 'days', x.days, 'to', x.admins)
      order by x.ends_at, x.id), '[]')
  from (
    select c.id, c.name, c.provider_id, p.name as provider_name, p.default_locale, e.kind, e.ends_at,
      (select min(d::integer) from jsonb_array_elements_text(p_days) as d
        where now() >= e.ends_at - make_interval(days => d::integer)) as days,
      (select coalesce(jsonb_agg(m.email order by m.email), '[]') from public.members m
        where m.provider_id = c.provider_id and m.role = 'admin' and m.ended_at is null) as admins
    from public.meta_connections c join public.providers p on p.id = c.provider_id
    cross join lateral (values ('token', c.token_expires_at),
      ('data_access', c.token_data_access_expires_at)) as e (kind, ends_at)
    where c.revoked_at is null and c.request_id is null and e.ends_at > now()) as x
  where x.days is not null and not exists (select from private.token_notices n
    where n.connection_id = x.id and n.kind = x.kind and n.ends_at = date_trunc('second', x.ends_at)
      and n.days <= x.days);
$$;

create function public.engine_note_token_notice(p_connection uuid, p_kind text, p_ends_at timestamptz, p_days integer)
  returns void
language sql security definer set search_path = '' as $$
  insert into private.token_notices (connection_id, kind, ends_at, days)
    values (p_connection, p_kind, p_ends_at, p_days) on conflict do nothing;
$$;

grant execute on function public.engine_connection_token(uuid), public.engine_note_token(uuid, jsonb),
  public.engine_old_tokens(text, integer), public.engine_reseal_token(uuid, jsonb, jsonb),
  public.engine_save_connection(uuid, uuid, uuid, text, text, text, jsonb, jsonb),
  public.engine_due_token_notices(jsonb), public.engine_note_token_notice(uuid, text, timestamptz, integer)
  to service_role;
