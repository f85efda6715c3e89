-- Decides what becomes an entry, how it is committed to, and how values are erased without breaking the chain.

create function private.my_audited_provider_ids() returns setof uuid
language plpgsql stable security definer set search_path = '' rows 1 as $$
declare person uuid := auth.uid();
begin
  return query select m.provider_id from public.members m
    where m.user_id = person and m.ended_at is null
      and exists (select from private.permissions p where p.role = m.role and p.permission = 'audit.read');
end $$;

create function private.guard_audit_intake() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from gone g where not exists (select from public.audit_rows a where a.id = g.id
    and a.provider_id = g.provider_id)) then
    raise exception using errcode = '42501', message = 'DELETE of audit_intake is refused: an entry that is not sealed';
  end if;
  return null;
end $$;

create function private.guard_audit_values() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if current_setting('portdesk.erasing_audit_values', true) is distinct from 'yes' then
    raise exception
      using errcode = '42501', message = 'DELETE of audit_values is refused: they are erased for one subject at a time';
  end if;
  return null;
end $$;

create function private.guard_audit_heads() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.provider_id <> old.provider_id or new.seq < old.seq or (new.seq = old.seq and new.hash <> old.hash) then
    raise exception using errcode = '42501', message = 'UPDATE of audit_heads is refused: a head only moves on';
  end if;
  return new;
end $$;

-- The write helpers are in plpgsql, which keeps their plans for the session; SQL functions are planned at every call.
create function private.audit_commitment(p_salt text, p_value text) returns text
language plpgsql immutable set search_path = '' as $$
begin
  return encode(sha256(convert_to(p_salt || ':' || p_value, 'UTF8')), 'hex');
end $$;

-- Writes one entry. p_set: the changed fields with their new values; p_more: further parts of the entry's data, in
-- plain.
create function private.write_audit(p_provider uuid, p_kind text, p_actor_kind text, p_actor uuid, p_request uuid,
  p_subject uuid,
  p_relation text, p_set jsonb, p_more jsonb default '{}', p_event bigint default null, p_at timestamptz default now())
returns void language plpgsql security definer set search_path = '' as $$
declare
  entry bigint := nextval('private.audit_entries');
  plain jsonb := p_set; committed jsonb := '{}'; field record; salt text;
begin
  for field in select f.key, f.value::text as value from jsonb_each(p_set) as f
    where f.value <> 'null' and not exists (select from private.audit_plain_fields p where p.relation = p_relation
      and p.field = f.key) loop
    salt := encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex');
    insert into public.audit_values (provider_id, entry, field, subject, salt, value)
    values (p_provider, entry, field.key, p_subject, salt, field.value);
    plain := plain - field.key;
    committed := committed || jsonb_build_object(field.key, private.audit_commitment(salt, field.value));
  end loop;
  insert into private.audit_intake (id, provider_id, at, kind, actor_kind, actor_id, request_id, event_id, data)
  values (entry, p_provider, p_at, p_kind, p_actor_kind, p_actor, p_request, p_event, p_more
    || case when plain = '{}' then '{}' else jsonb_build_object('set', plain) end
    || case when committed = '{}' then '{}' else jsonb_build_object('committed', committed) end);
end $$;

-- An audited change of a request is its event, with every column that changed. What the engine records on a request
-- without an event becomes an entry when its transaction ends, so no change can be forgotten. In the tables that a
-- provider keeps for all its requests, each change of a row is an entry.
create function private.note_request_change() returns trigger
language plpgsql security definer set search_path = '' set timezone = 'UTC' set intervalstyle = 'postgres' as $$
begin
  if tg_op = 'DELETE' then
    delete from private.audit_pending where request_id = old.id;
    perform private.write_audit(old.provider_id, 'request.deleted', private.actor_kind(old.provider_id),
      (select auth.uid()), old.id, old.id,
      'migration_requests', '{}');
  elsif not exists (select from private.audit_pending where request_id = new.id) then
    insert into private.audit_pending (request_id, before)
      values (new.id, case tg_op when 'INSERT' then '{}' else to_jsonb(old) end);
  end if;
  return null;
end $$;

-- Returns what changed since the stored image, and discards the image.
create function private.take_request_change(p_request uuid) returns jsonb
language plpgsql security definer set search_path = '' set timezone = 'UTC' set intervalstyle = 'postgres' as $$
declare image jsonb;
begin
  -- Unpacked once here rather than for every column looked up in it.
  delete from private.audit_pending where request_id = p_request returning before || '{}' into image;
  if image is null then return '{}'; end if;
  return (select private.changed_fields(image, to_jsonb(r)) from public.migration_requests r where r.id = p_request);
end $$;

-- An event is written once. If one is changed all the same, for example when a person is forgotten, that leaves an
-- entry too: otherwise the audit could not tell an honest change from a hidden one. The event's time is left out, since
-- the entry has its own.
create function private.audit_event() returns trigger
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare changed jsonb := private.take_request_change(new.request_id);
begin
  perform private.write_audit(new.provider_id, new.kind, new.actor_kind, new.actor_id, new.request_id, new.request_id,
    'migration_requests',
    changed || case new.data when '{}' then '{}' else jsonb_build_object('event.data', new.data) end,
    jsonb_build_object('visibility', new.visibility, 'from', new.from_status, 'to', new.to_status), new.id);
  return null;
end $$;

create function private.close_pending() returns trigger
language plpgsql security definer set search_path = '' as $$
declare changed jsonb := private.take_request_change(new.request_id); request public.migration_requests;
begin
  select * into request from public.migration_requests where id = new.request_id;
  if changed <> '{}' then
    perform private.write_audit(request.provider_id, 'request.noted', private.actor_kind(request.provider_id),
      (select auth.uid()),
      request.id, request.id, 'migration_requests', changed);
  end if;
  return null;
end $$;

-- Arguments: the columns of provider and subject, then columns that are left out altogether. A row without a provider
-- belongs to every provider.
create function private.audit_row() returns trigger
language plpgsql security definer set search_path = '' set timezone = 'UTC' set intervalstyle = 'postgres' as $$
declare
  before jsonb := case tg_op when 'INSERT' then '{}' else to_jsonb(old) end;
  after jsonb := case tg_op when 'DELETE' then '{}' else to_jsonb(new) end;
  whole jsonb := case tg_op when 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
  changed jsonb := private.changed_fields(before, after) - tg_argv[2:];
  provider uuid := whole ->> tg_argv[0];
  concerned uuid[] := case when provider is null then (select array_agg(p.id) from public.providers p)
    else array[provider] end;
begin
  if tg_op = 'UPDATE' and changed = '{}' then return null; end if;
  foreach provider in array coalesce(concerned, '{}') loop
    perform private.write_audit(provider, tg_table_name || case tg_op when 'INSERT' then '.added' when 'UPDATE'
      then '.changed' else '.removed' end,
      private.actor_kind(provider), (select auth.uid()), null, (whole ->> tg_argv[1])::uuid, tg_table_name, changed,
      jsonb_build_object('row', coalesce(whole -> 'id', whole -> 'connection_id', whole -> 'provider_id')));
  end loop;
  return null;
end $$;

-- Covers what existed before the audit or before a column: events without an entry, and each request in its current
-- state.
create function private.take_up_audit() returns void
language plpgsql security definer set search_path = '' set timezone = 'UTC' set intervalstyle = 'postgres' as $$
declare event public.events; request public.migration_requests;
begin
  for event in select * from public.events e where not exists (select from private.audit_intake i
    where i.event_id = e.id)
    and not exists (select from public.audit_rows a where a.event_id = e.id) order by e.id loop
    perform private.write_audit(event.provider_id, event.kind, event.actor_kind, event.actor_id, event.request_id,
      event.request_id,
      'migration_requests', case event.data when '{}' then '{}' else jsonb_build_object('event.data', event.data) end,
      jsonb_build_object('visibility', event.visibility, 'from', event.from_status, 'to', event.to_status), event.id,
        event.created_at);
  end loop;
  for request in select * from public.migration_requests r order by r.created_at, r.id loop
    perform private.write_audit(request.provider_id, 'request.taken_up', 'engine', null, request.id, request.id,
      'migration_requests', to_jsonb(request));
  end loop;
end $$;
comment on function private.take_up_audit
  is 'Also for a migration that gives requests a column with a default: no entry records a value that no update wrote.';

-- An erasure lists in the chain which values it took. A missing value that no erasure names was therefore taken by
-- somebody else.
create function private.erase_audit_values(p_provider uuid, p_subject uuid, p_fields text[] default null)
  returns integer
language plpgsql security definer set search_path = '' as $$
begin
  return private.erase_listed_values(p_provider, p_subject,
    (select coalesce(jsonb_object_agg(l.entry, l.fields), '{}') from (
    select v.entry, jsonb_agg(v.field order by v.field) as fields from public.audit_values v
    where v.provider_id = p_provider and v.subject = p_subject and (p_fields is null or v.field = any (p_fields))
      group by v.entry) as l));
end $$;
comment on function private.erase_audit_values is
  'Erases salts and clear values about a subject (a user, request or company id), of some fields or all; the chain '
    'stays whole. Returns how many.';

-- Finds the audit's values about members, client users and invitations with the address, and about requests that name
-- it or once did.
create function private.audit_traces_of(p_email text, p_people uuid[])
  returns table (provider_id uuid, subject uuid, fields text[])
language plpgsql stable security definer set search_path = '' as $$
declare quoted text := to_jsonb(lower(trim(p_email)))::text;
begin
  return query
    select distinct v.provider_id, v.subject, null::text[] from public.audit_values v
    where v.subject = any (p_people) or (v.field = 'email' and lower(v.value) = quoted)
    union all
    select distinct v.provider_id, v.subject, case v.field when 'contact_email'
      then array['contact_name', 'contact_email', 'contact_phone']
      else array['authorised_name', 'authorised_email', 'authorised_position'] end
    from public.audit_values v where v.field in ('contact_email', 'authorised_email') and lower(v.value) = quoted;
end $$;

-- Erases what these people wrote into changes of requests: the audit's values of their own entries.
create function private.erase_audit_texts(p_people uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
declare written record;
begin
  for written in select e.provider_id, e.actor_id, array_agg(e.id) as entries from (
      select a.provider_id, a.actor_id, a.id from public.audit_rows a where a.actor_id = any (p_people)
      union all select i.provider_id, i.actor_id, i.id from private.audit_intake i
        where i.actor_id = any (p_people)) as e
    group by e.provider_id, e.actor_id loop
    perform private.erase_listed_values(written.provider_id, written.actor_id,
      (select coalesce(jsonb_object_agg(l.entry, l.fields), '{}') from (
      select v.entry, jsonb_agg(v.field order by v.field) as fields from public.audit_values v
        where v.entry = any (written.entries)
        and v.field in ('event.data', 'closed_note', 'hold_reason', 'counter_note', 'reason_note')
          group by v.entry) as l));
  end loop;
end $$;

create function private.erase_listed_values(p_provider uuid, p_subject uuid, p_listed jsonb) returns integer
language plpgsql security definer set search_path = '' as $$
declare erased integer;
begin
  perform set_config('portdesk.erasing_audit_values', 'yes', true);
  delete from public.audit_values v using jsonb_each(p_listed) as e where v.entry = e.key::bigint and e.value ? v.field;
  get diagnostics erased = row_count;
  perform set_config('portdesk.erasing_audit_values', '', true);
  perform private.write_audit(p_provider, 'audit.erased', private.actor_kind(p_provider), (select auth.uid()), null,
    null,
    '', '{}', jsonb_build_object('subject', p_subject, 'values', erased, 'erased', p_listed));
  return erased;
end $$;
comment on function private.erase_listed_values is
  'The only way to erase values: p_listed holds the fields by entry, and appears in the chain as the entry''s '
    '`erased`. Returns how many.';

-- The operator's check compares each audited row with its entries. No entry covers rows that existed before the audit,
-- or columns that were added later with a default; this takes them up.
create function private.take_up_rows() returns void
language plpgsql security definer set search_path = '' set timezone = 'UTC' set intervalstyle = 'postgres' as $$
declare audited record; standing jsonb;
begin
  -- Covers tables whose rows are audited from the moment they are added; the arguments are those of private.audit_row.
  for audited in select t.tgrelid::regclass as relation, c.relname,
    string_to_array(encode(t.tgargs, 'escape'), '\000') as arguments
    from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid
    where t.tgfoid = 'private.audit_row'::regproc and t.tgtype & 4 > 0 order by c.relname loop
    for standing in execute format('select to_jsonb(t) from %s t where %I is not null', audited.relation,
      audited.arguments[1]) loop
      perform private.write_audit((standing ->> audited.arguments[1])::uuid, audited.relname || '.taken_up', 'engine',
        null, null,
        (standing ->> audited.arguments[2])::uuid, audited.relname, standing - audited.arguments[3:],
        jsonb_build_object('row', coalesce(standing -> 'id', standing -> 'connection_id', standing -> 'provider_id')));
    end loop;
  end loop;
end $$;
comment on function private.take_up_rows is
  'Also for a migration that gives an audited table a column with a default: no entry records a value that no '
    'update wrote.';

grant execute on function private.my_audited_provider_ids()
  to authenticated;
