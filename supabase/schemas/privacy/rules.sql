-- Lists what the installation holds about a person, and forgets them; for the operator alone.

-- A person is an e-mail address: people ask from it, and their account is known by it. Listing and forgetting what the
-- installation holds about a person are for the operator alone.
create function private.accounts_of(p_email text) returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(array_agg(id), '{}') from auth.users where lower(email) = lower(trim(p_email)));
end $$;

-- Forgetting a person leaves nothing of them behind: what was copied from their application, what they stated as
-- evidence or wrote as a note, and what the audit's values hold about invitations and about people no longer named.
create function private.person_data(p_email text) returns jsonb
language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
declare
  address text := lower(trim(p_email)); accounts uuid[] := private.accounts_of(p_email);
  people uuid[] := private.people_of(p_email);
begin
  return jsonb_build_object(
    'email', address,
    'accounts', coalesce((select jsonb_agg(jsonb_build_object('id', u.id, 'email', u.email, 'created_at', u.created_at))
      from auth.users u
      where u.id = any (accounts)), '[]'),
    'members', coalesce((select jsonb_agg(to_jsonb(m) order by m.created_at) from public.members m
      where m.user_id = any (people)), '[]'),
    'client_members', coalesce((select jsonb_agg(to_jsonb(m) order by m.created_at) from public.client_members m
      where m.user_id = any (people)), '[]'),
    'invitations', coalesce((select jsonb_agg(to_jsonb(i) order by i.created_at) from public.invitations i
      where lower(i.email) = address), '[]'),
    'requests', coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'reference', r.reference,
          'filed', coalesce(r.created_by = any (people), false), 'assigned', coalesce(m.user_id = any (people), false),
          'approved', coalesce(r.second_approved_by = any (people), false))
        || case when lower(r.contact_email) = address then
          jsonb_build_object('contact_name', r.contact_name, 'contact_email', r.contact_email, 'contact_phone',
            r.contact_phone) else '{}' end
        || case when lower(r.authorised_email) = address then
          jsonb_build_object('authorised_name', r.authorised_name, 'authorised_email', r.authorised_email,
            'authorised_position', r.authorised_position)
          else '{}' end order by r.created_at)
      from public.migration_requests r left join public.members m on m.id = r.assignee_id
      where lower(r.contact_email) = address or lower(r.authorised_email) = address or r.created_by = any (people)
        or r.second_approved_by = any (people) or m.user_id = any (people)), '[]'),
    'comments', coalesce((select jsonb_agg(to_jsonb(c) order by c.created_at) from public.comments c
      where c.author_id = any (people)), '[]'),
    'evidence', coalesce((select jsonb_agg(jsonb_build_object('request_id', c.request_id, 'code', c.code,
      'evidence_value', c.evidence_value))
      from private.evidence_of(address, people) as c), '[]'),
    'actions', coalesce((select jsonb_agg(jsonb_build_object('at', e.created_at, 'request_id', e.request_id, 'kind',
      e.kind, 'data', e.data) order by e.id)
      from public.events e where e.actor_id = any (people)), '[]'),
    'exports', coalesce((select jsonb_agg(to_jsonb(x) order by x.created_at) from public.exports x
      where x.user_id = any (people)), '[]'),
    'other_rows', private.other_rows_of(people),
    'audit_values', coalesce((select jsonb_agg(jsonb_build_object('provider_id', v.provider_id, 'entry', v.entry,
      'field', v.field, 'value', v.value)
        order by v.entry, v.field) from public.audit_values v
      where exists (select from private.audit_traces_of(address, people) t
        where t.provider_id = v.provider_id and t.subject = v.subject
          and (t.fields is null or v.field = any (t.fields)))), '[]'));
end $$;
comment on function private.person_data
  is 'Everything that names a person or was done by them, row by row, under the names of the tables.';

-- Forgetting a person also removes the words with which they denied a check, and a company name that was their own.
create function private.erase_person(p_email text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  address text := lower(trim(p_email)); accounts uuid[] := private.accounts_of(p_email);
  people uuid[] := private.people_of(p_email);
  nobody constant text := 'Erased'; nowhere constant text := 'erased@erased.invalid';
  over constant text[] := array['completed', 'rejected', 'cancelled', 'failed'];
  held jsonb := private.person_data(p_email); standing text; subject record;
begin
  if not exists (select from jsonb_each(held) as part where jsonb_typeof(part.value) = 'array'
    and part.value <> '[]') then
    perform private.refuse(404, 'person_not_found');
  end if;
  select string_agg(distinct p.slug, ', ') into standing from public.members m
    join public.providers p on p.id = m.provider_id
  where m.user_id = any (people) and m.ended_at is null;
  if standing is not null then perform private.refuse(409, 'person_is_member', standing); end if;
  select string_agg(r.reference, ', ' order by r.reference) into standing from public.migration_requests r
  where r.status <> all (over) and (lower(r.contact_email) = address or lower(r.authorised_email) = address
    or exists (select from public.client_members m where m.client_id = r.client_id and m.user_id = any (people)
      and m.ended_at is null));
  if standing is not null then perform private.refuse(409, 'person_in_live_request', standing); end if;

  -- Done while the rows still show whose they are.
  for subject in select * from private.audit_traces_of(address, people) loop
    perform private.erase_audit_values(subject.provider_id, subject.subject, subject.fields);
  end loop;
  perform private.erase_audit_texts(people);
  update public.checks set evidence_value = nobody where id
    in (select c.id from private.evidence_of(address, people) as c);
  perform private.erase_texts(people);

  update public.migration_requests set assignee_id = null
  where assignee_id in (select m.id from public.members m where m.user_id = any (people));
  update public.members set name = nobody, email = nowhere where user_id = any (people);
  update public.client_members set name = nobody, email = nowhere, ended_at = coalesce(ended_at, now())
    where user_id = any (people);
  update public.invitations set name = nobody, email = nowhere,
    withdrawn_at = case when accepted_at is null then coalesce(withdrawn_at, now()) else withdrawn_at end
  where lower(email) = address;
  -- Where no company was named, the person's name stands in for it.
  for subject in select c.provider_id, c.id from public.clients c where c.is_person and (
      exists (select from public.client_members m where m.client_id = c.id and m.user_id = any (people))
      or exists (select from public.migration_requests r where r.client_id = c.id
        and lower(r.contact_email) = address)) loop
    update public.clients set name = nobody where id = subject.id;
    perform private.erase_audit_values(subject.provider_id, subject.id, array['name']);
  end loop;
  update public.migration_requests set contact_name = nobody, contact_email = nowhere, contact_phone = null
    where lower(contact_email) = address;
  update public.migration_requests set authorised_name = nobody, authorised_email = nowhere, authorised_position = null
  where lower(authorised_email) = address;
  return jsonb_build_object('accounts', to_jsonb(accounts),
    'rows', (select jsonb_object_agg(part.key, jsonb_array_length(part.value)) from jsonb_each(held) as part
      where jsonb_typeof(part.value) = 'array'));
end $$;
comment on function private.erase_person is
  'Forgets a person who is no member of staff and has no live request: names, addresses and words go, what was done '
    'stays. Returns the accounts, which Supabase Auth keeps, and how many rows were about them.';

-- Finds the people behind an address: its accounts, and members recorded with it.
create function private.people_of(p_email text) returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(array_agg(distinct person), '{}') from (
    select unnest(private.accounts_of(p_email)) as person
    union all select m.user_id from public.members m where lower(m.email) = lower(trim(p_email))
    union all select m.user_id from public.client_members m where lower(m.email) = lower(trim(p_email))) as found);
end $$;

-- Finds checks whose evidence is a person's statement, or was copied from an application that names the person.
create function private.evidence_of(p_email text, p_people uuid[]) returns setof public.checks
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select c.* from public.checks c join public.migration_requests r on r.id = c.request_id
    where (c.evidence_field = 'authorised_name' and lower(r.authorised_email) = lower(trim(p_email)))
      or (c.evidence_kind in ('document', 'person') and c.evidence_field is distinct from 'route'
        and (c.evidence_field is null or c.claim_kind is not null)
        and (select e.actor_id from public.events e where e.request_id = c.request_id
          and e.kind in ('check.confirm', 'check.confirm_own', 'check.deny')
          and e.data ->> 'code' = c.code order by e.id desc limit 1) = any (p_people));
end $$;

create function private.forget_invitation() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.erase_audit_values(old.provider_id, old.id);
  return null;
end $$;
comment on function private.forget_invitation
  is 'Sweeping an invitation also erases what the audit''s values hold about it.';

-- Finds rows of every other relation with a column that says who did it.
create function private.other_rows_of(p_people uuid[]) returns jsonb
language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
declare place record; matches jsonb; entries jsonb := '[]';
begin
  for place in select n.nspname, c.relname, a.attname from pg_catalog.pg_attribute a
    join pg_catalog.pg_class c on c.oid = a.attrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'private') and c.relkind = 'r' and a.atttypid = 'uuid'::regtype and not a.attisdropped
      and (a.attname like '%\_by' or a.attname in ('user_id', 'author_id', 'actor_id', 'rival_person'))
      and c.relname not in ('members', 'client_members', 'comments', 'events', 'exports', 'migration_requests',
        'audit_intake')
    order by n.nspname, c.relname, a.attname loop
    execute format('select jsonb_agg(jsonb_build_object(''relation'', $2, ''column'', $3, ''row'', to_jsonb(t)))'
      ' from %I.%I t where %I = any ($1)',
      place.nspname, place.relname, place.attname) into matches using p_people, place.relname, place.attname;
    entries := entries || coalesce(matches, '[]');
  end loop;
  return entries;
end $$;

-- Text that somebody wrote is stored beside their id, or beside the event of the change it came with.
create function private.erase_texts(p_people uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  nobody constant text := 'Erased'; request record;
begin
  update public.comments set author_name = nobody, body = nobody where author_id = any (p_people);
  update public.checks set claimed_value = nobody where claimed_by = any (p_people) and claimed_value is not null;
  update public.checks set waived_reason = nobody where waived_by = any (p_people) and waived_reason is not null;
  update public.request_alarms set note = nobody where acknowledged_by = any (p_people) and note is not null;
  update private.halts set reason = nobody where started_by = any (p_people);
  update public.cutover_steps set result = result || jsonb_build_object('note', nobody)
    where authorised_by = any (p_people) and result ? 'note';
  update public.exception_payloads p set payload = p.payload || jsonb_build_object('note', nobody)
  from public.request_exceptions x, public.events e
  where x.id = p.exception_id and p.payload ? 'note' and e.request_id = x.request_id and e.kind = 'exception.open'
    and e.data ->> 'exception' = x.code and e.created_at = x.opened_at and e.actor_id = any (p_people);
  update public.migration_requests set reason_note = nobody where created_by = any (p_people)
    and reason_note is not null;
  for request in select distinct on (e.request_id, e.kind) e.request_id, e.kind, e.actor_id from public.events e
    where e.kind in ('request.cancel', 'request.reject', 'cutover.fail', 'request.hold', 'window.confirm')
      and e.request_id in (select own.request_id from public.events own where own.actor_id = any (p_people))
    order by e.request_id, e.kind, e.id desc loop
    if request.actor_id is null or request.actor_id <> all (p_people) then continue; end if;
    update public.migration_requests set
      closed_note = case when request.kind not in ('request.hold', 'window.confirm')
        and closed_note is not null then nobody else closed_note end,
      hold_reason = case when request.kind = 'request.hold'
        and hold_reason is not null then nobody else hold_reason end,
      counter_note = case when request.kind = 'window.confirm'
        and counter_note is not null then nobody else counter_note end
    where id = request.request_id;
  end loop;
  -- The reason of a rejection is a code.
  update public.events set data = data || case when data ? 'note' then jsonb_build_object('note', nobody) else '{}' end
    || case when data ? 'reason' and kind <> 'request.reject' then jsonb_build_object('reason', nobody) else '{}' end
  where actor_id = any (p_people) and (data ? 'note' or data ? 'reason');
end $$;
