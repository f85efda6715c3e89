-- A token is saved in the name of the admin who brought it, if they still are one: Meta's answer about it takes seconds.

create or replace function public.authorise_connection(p_provider uuid, p_connection uuid) returns jsonb
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
  'Whether the person may manage this connection of the provider, or add one (null): asked before Meta is. {id: the provider''s, person}.';

drop function public.engine_save_connection(uuid, uuid, text, text, text, jsonb, jsonb);
-- p_token: {"key_id", "nonce", "ciphertext"}. A new connection when there is none with the id.
create function public.engine_save_connection(p_provider uuid, p_person uuid, p_connection uuid, p_name text, p_app_id text,
  p_business_id text, p_token jsonb, p_facts jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare own_claims text := current_setting('request.jwt.claims', true);
begin
  perform from public.members m join private.permissions p on p.role = m.role and p.permission = 'connection.manage'
  where m.provider_id = p_provider and m.user_id = p_person and m.ended_at is null for share of m;
  if not found then perform private.refuse(403, 'not_permitted', 'connection.manage'); end if;
  -- For the audit the change is the person's.
  perform set_config('request.jwt.claims', jsonb_build_object('sub', p_person)::text, true);
  insert into public.meta_connections as c (id, provider_id, name, app_id, business_id)
  values (p_connection, p_provider, trim(p_name), p_app_id, p_business_id)
  on conflict (id) do update set name = excluded.name, app_id = excluded.app_id, business_id = excluded.business_id
    where c.provider_id = p_provider and c.request_id is null and c.revoked_at is null;
  if not found then perform private.refuse(404, 'connection_not_found'); end if;
  insert into private.connection_tokens (connection_id, provider_id, key_id, nonce, ciphertext)
  values (p_connection, p_provider, p_token ->> 'key_id', p_token ->> 'nonce', p_token ->> 'ciphertext')
  on conflict (connection_id) do update set key_id = excluded.key_id, nonce = excluded.nonce, ciphertext = excluded.ciphertext, created_at = now();
  perform private.note_token(p_connection, p_facts);
  perform set_config('request.jwt.claims', own_claims, true);
end $$;
comment on function public.engine_save_connection is 'p_person: whom authorise_connection has let through; refused when they are no admin any more.';

revoke execute on function public.engine_save_connection(uuid, uuid, uuid, text, text, text, jsonb, jsonb) from public, anon, authenticated;
grant execute on function public.engine_save_connection(uuid, uuid, uuid, text, text, text, jsonb, jsonb) to service_role;
