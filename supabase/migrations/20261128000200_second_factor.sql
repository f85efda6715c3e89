-- A second factor, where a provider demands one: of its admins for anything at all, of everybody for the acts of a cut-over.
-- What counts is the session's assurance level, which Supabase Auth signs into the token.

alter table public.providers
  add column second_factor_admins boolean not null default false,
  add column second_factor_cutover boolean not null default false;
comment on column public.providers.second_factor_admins is 'Whether admins reach the provider only when they signed in with a second factor (aal2).';
comment on column public.providers.second_factor_cutover is 'Whether the acts of a cut-over need a session with a second factor (aal2).';
insert into private.audit_plain_fields (relation, field) values
  ('providers', 'second_factor_admins'), ('providers', 'second_factor_cutover');

create function private.has_second_factor() returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return coalesce((select auth.jwt()) ->> 'aal' = 'aal2', false);
end $$;

-- Providers that would be the person's to run, if only they had signed in with a second factor.
create function private.my_locked_provider_ids() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  if private.has_second_factor() then return '{}'; end if;
  return (select coalesce(array_agg(m.provider_id), '{}') from public.members m join public.providers p on p.id = m.provider_id
    where m.user_id = (select auth.uid()) and m.ended_at is null and m.role = 'admin' and p.second_factor_admins);
end $$;

create or replace function private.my_roles(p_provider uuid, p_client uuid) returns text[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(array_agg(role), '{}') from (
    select role from public.members
    where provider_id = p_provider and user_id = (select auth.uid()) and ended_at is null and p_provider <> all (private.my_locked_provider_ids())
    union all
    select 'client' from public.client_members
    where provider_id = p_provider and client_id = p_client and user_id = (select auth.uid()) and ended_at is null
  ) as held);
end $$;

-- Whatever another policy may allow one day: rows of a locked provider are not read.
do $$
declare relation text; tie text;
begin
  for relation, tie in
    select c.relname, case c.relname when 'providers' then 'id' else 'provider_id' end from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and exists (select from pg_attribute a where a.attrelid = c.oid and not a.attisdropped
        and a.attname = case c.relname when 'providers' then 'id' else 'provider_id' end)
  loop
    execute format('create policy %I on public.%I as restrictive for all to authenticated using (%I <> all ((select private.my_locked_provider_ids())::uuid[]))',
      relation || '_second_factor', relation, tie);
  end loop;
end $$;

create or replace function public.search_request_ids(p_query text) returns setof uuid
language sql stable security definer set search_path = '' as $$
  select r.id from public.migration_requests r join public.clients c on c.id = r.client_id
  where (r.provider_id = any (private.my_provider_ids()) or r.client_id = any (private.my_client_ids()))
    and r.provider_id <> all (private.my_locked_provider_ids())
    and length(trim(p_query)) >= 2
    and (r.reference ilike '%' || replace(replace(trim(p_query), '\', '\\'), '%', '\%') || '%'
      or lower(c.name) like '%' || lower(replace(replace(trim(p_query), '\', '\\'), '%', '\%')) || '%'
      or (regexp_replace(p_query, '\D', '', 'g') <> '' and p_query !~ '[[:alpha:]]'
        and r.phone_number like '%' || regexp_replace(p_query, '\D', '', 'g') || '%'))
  order by r.updated_at desc, r.id limit 200;
$$;

create or replace function private.open_provider(p_provider uuid, p_permission text) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if not p_provider = any (private.my_provider_ids()) or p_provider is null then perform private.refuse(404, 'provider_not_found'); end if;
  if p_provider = any (private.my_locked_provider_ids()) then perform private.refuse(403, 'second_factor_missing'); end if;
  if not private.permits(p_provider, null, p_permission) then perform private.refuse(403, 'not_permitted', p_permission); end if;
end $$;

create or replace function private.open_request(p_request uuid, p_version integer, p_permission text, p_any_version boolean default false)
returns public.migration_requests language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  select * into request from public.migration_requests where id = p_request for update;
  if not found or not private.permits(request.provider_id, request.client_id, 'request.read') then
    perform private.refuse(404, 'request_not_found');
  end if;
  if not private.permits(request.provider_id, request.client_id, p_permission) then
    perform private.refuse(403, 'not_permitted', p_permission);
  end if;
  if p_permission like 'cutover.%' and not private.has_second_factor()
    and (select p.second_factor_cutover from public.providers p where p.id = request.provider_id) then
    perform private.refuse(403, 'second_factor_missing');
  end if;
  if not p_any_version and p_version is distinct from request.version then
    perform private.refuse(409, 'version_conflict', request.version::text);
  end if;
  if exists (select from private.transitions where permission = p_permission)
    and not exists (select from private.transitions where permission = p_permission and from_status = request.status) then
    perform private.refuse(409, 'wrong_status', request.status);
  end if;
  return request;
end $$;

create function public.set_second_factor(p_provider uuid, p_admins boolean, p_cutover boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'settings.manage');
  if p_admins is null or p_cutover is null then perform private.refuse(400, 'invalid_input'); end if;
  if not private.has_second_factor() then perform private.refuse(403, 'second_factor_missing'); end if;
  update public.providers set second_factor_admins = p_admins, second_factor_cutover = p_cutover where id = p_provider;
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.set_second_factor is 'Changed only in a session with a second factor: nobody shuts themselves out, and nobody without one lifts the demand.';

create or replace function public.my_access() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return jsonb_build_object(
    'memberships', coalesce((select jsonb_agg(jsonb_build_object('memberId', m.id, 'providerId', m.provider_id, 'providerSlug', p.slug,
        'providerName', p.name, 'accentColor', p.accent_color, 'role', m.role, 'name', m.name,
        'locked', m.provider_id = any (private.my_locked_provider_ids())) order by p.name)
      from public.members m join public.providers p on p.id = m.provider_id
      where m.user_id = (select auth.uid()) and m.ended_at is null), '[]'),
    'clients', coalesce((select jsonb_agg(jsonb_build_object('clientId', c.id, 'clientName', c.name, 'providerId', p.id, 'providerSlug', p.slug,
        'providerName', p.name, 'accentColor', p.accent_color, 'officeName', p.office_name, 'officeEmail', p.office_email,
        'officePhone', p.office_phone, 'platformSignupUrl', p.platform_signup_url, 'name', m.name) order by p.name)
      from public.client_members m join public.clients c on c.id = m.client_id join public.providers p on p.id = m.provider_id
      where m.user_id = (select auth.uid()) and m.ended_at is null), '[]'),
    'invitations', coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'providerName', p.name, 'role', i.role) order by p.name)
      from public.invitations i join public.providers p on p.id = i.provider_id
      where i.email = private.my_confirmed_email() and i.accepted_at is null and i.withdrawn_at is null and i.expires_at > now()), '[]'));
end $$;

revoke execute on function private.has_second_factor(), private.my_locked_provider_ids(),
  public.set_second_factor(uuid, boolean, boolean) from public, anon, authenticated, service_role;
grant execute on function private.my_locked_provider_ids(), public.set_second_factor(uuid, boolean, boolean) to authenticated;
