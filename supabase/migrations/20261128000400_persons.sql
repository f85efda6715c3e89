-- What the installation holds of a person, and how it forgets them. A person is an e-mail address: that is what people ask
-- from, and what their account goes by. Both are for the operator alone.

drop function private.erase_audit_values(uuid, uuid);

create function private.erase_audit_values(p_provider uuid, p_subject uuid, p_fields text[] default null) returns integer
language plpgsql security definer set search_path = '' as $$
declare erased integer;
begin
  perform set_config('portdesk.erasing_audit_values', 'yes', true);
  delete from public.audit_values where provider_id = p_provider and subject = p_subject and (p_fields is null or field = any (p_fields));
  get diagnostics erased = row_count;
  perform set_config('portdesk.erasing_audit_values', '', true);
  perform private.write_audit(p_provider, 'audit.erased', private.actor_kind(p_provider), (select auth.uid()), null, null,
    '', '{}', jsonb_build_object('subject', p_subject, 'values', erased));
  return erased;
end $$;
comment on function private.erase_audit_values is
  'Erases salts and clear values that tell of a subject (a user, request or company id), of some fields or all; the chain stays whole. Returns how many.';

create function private.accounts_of(p_email text) returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(array_agg(id), '{}') from auth.users where lower(email) = lower(trim(p_email)));
end $$;

create function private.person_data(p_email text) returns jsonb
language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
declare
  address text := lower(trim(p_email)); accounts uuid[] := private.accounts_of(p_email);
begin
  return jsonb_build_object(
    'email', address,
    'accounts', coalesce((select jsonb_agg(jsonb_build_object('id', u.id, 'email', u.email, 'created_at', u.created_at)) from auth.users u
      where u.id = any (accounts)), '[]'),
    'members', coalesce((select jsonb_agg(to_jsonb(m) order by m.created_at) from public.members m
      where m.user_id = any (accounts) or lower(m.email) = address), '[]'),
    'client_members', coalesce((select jsonb_agg(to_jsonb(m) order by m.created_at) from public.client_members m
      where m.user_id = any (accounts) or lower(m.email) = address), '[]'),
    'invitations', coalesce((select jsonb_agg(to_jsonb(i) order by i.created_at) from public.invitations i where lower(i.email) = address), '[]'),
    'requests', coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'reference', r.reference, 'filed', coalesce(r.created_by = any (accounts), false))
        || case when lower(r.contact_email) = address then
          jsonb_build_object('contact_name', r.contact_name, 'contact_email', r.contact_email, 'contact_phone', r.contact_phone) else '{}' end
        || case when lower(r.authorised_email) = address then
          jsonb_build_object('authorised_name', r.authorised_name, 'authorised_email', r.authorised_email, 'authorised_position', r.authorised_position)
          else '{}' end order by r.created_at)
      from public.migration_requests r
      where lower(r.contact_email) = address or lower(r.authorised_email) = address or r.created_by = any (accounts)), '[]'),
    'comments', coalesce((select jsonb_agg(to_jsonb(c) order by c.created_at) from public.comments c where c.author_id = any (accounts)), '[]'),
    'evidence', coalesce((select jsonb_agg(jsonb_build_object('request_id', c.request_id, 'code', c.code, 'claimed_at', c.claimed_at,
        'claimed_value', c.claimed_value)) from public.checks c where c.claimed_by = any (accounts)), '[]'),
    'acts', coalesce((select jsonb_agg(jsonb_build_object('at', e.created_at, 'request_id', e.request_id, 'kind', e.kind) order by e.id)
      from public.events e where e.actor_id = any (accounts)), '[]'),
    'exports', coalesce((select jsonb_agg(to_jsonb(x) order by x.created_at) from public.exports x where x.user_id = any (accounts)), '[]'));
end $$;
comment on function private.person_data is 'Everything that names a person or was done by them, row by row; names are those of the tables.';

create function private.erase_person(p_email text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  address text := lower(trim(p_email)); accounts uuid[] := private.accounts_of(p_email);
  nobody constant text := 'Erased'; nowhere constant text := 'erased@erased.invalid';
  over constant text[] := array['completed', 'rejected', 'cancelled', 'failed'];
  held jsonb := private.person_data(p_email); standing text; subject record;
begin
  if not exists (select from jsonb_each(held) as part where jsonb_typeof(part.value) = 'array' and part.value <> '[]') then
    perform private.refuse(404, 'person_not_found');
  end if;
  select string_agg(distinct p.slug, ', ') into standing from public.members m join public.providers p on p.id = m.provider_id
  where m.user_id = any (accounts) and m.ended_at is null;
  if standing is not null then perform private.refuse(409, 'person_is_member', standing); end if;
  select string_agg(r.reference, ', ' order by r.reference) into standing from public.migration_requests r
  where r.status <> all (over) and (lower(r.contact_email) = address or lower(r.authorised_email) = address
    or exists (select from public.client_members m where m.client_id = r.client_id and m.user_id = any (accounts) and m.ended_at is null));
  if standing is not null then perform private.refuse(409, 'person_in_live_request', standing); end if;

  for subject in select distinct m.provider_id, m.user_id from public.members m where m.user_id = any (accounts)
    union select m.provider_id, m.user_id from public.client_members m where m.user_id = any (accounts) loop
    update public.members set name = nobody, email = nowhere where provider_id = subject.provider_id and user_id = subject.user_id;
    update public.client_members set name = nobody, email = nowhere, ended_at = coalesce(ended_at, now())
    where provider_id = subject.provider_id and user_id = subject.user_id;
    perform private.erase_audit_values(subject.provider_id, subject.user_id);
  end loop;
  update public.invitations set name = nobody, email = nowhere,
    withdrawn_at = case when accepted_at is null then coalesce(withdrawn_at, now()) else withdrawn_at end
  where lower(email) = address;
  update public.comments set author_name = nobody, body = nobody where author_id = any (accounts);
  update public.checks set claimed_value = nobody where claimed_by = any (accounts) and claimed_value is not null;
  for subject in select r.id, r.provider_id, lower(r.contact_email) = address as is_contact, lower(r.authorised_email) = address as is_authorised
    from public.migration_requests r where lower(r.contact_email) = address or lower(r.authorised_email) = address loop
    if subject.is_contact then
      update public.migration_requests set contact_name = nobody, contact_email = nowhere, contact_phone = null where id = subject.id;
      perform private.erase_audit_values(subject.provider_id, subject.id, array['contact_name', 'contact_email', 'contact_phone']);
    end if;
    if subject.is_authorised then
      update public.migration_requests set authorised_name = nobody, authorised_email = nowhere, authorised_position = null where id = subject.id;
      perform private.erase_audit_values(subject.provider_id, subject.id, array['authorised_name', 'authorised_email', 'authorised_position']);
    end if;
  end loop;
  return jsonb_build_object('accounts', to_jsonb(accounts),
    'rows', (select jsonb_object_agg(part.key, jsonb_array_length(part.value)) from jsonb_each(held) as part where jsonb_typeof(part.value) = 'array'));
end $$;
comment on function private.erase_person is
  'Forgets a person who belongs to no desk and to no live request: names, addresses and words go, what was done stays. Answers with the accounts, which Supabase Auth keeps, and how many rows told of them.';

revoke execute on function private.erase_audit_values(uuid, uuid, text[]), private.accounts_of(text), private.person_data(text),
  private.erase_person(text) from public, anon, authenticated, service_role;
