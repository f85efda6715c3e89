-- What is audited. A request's change is its event, with every column that changed; what the engine notes on a request
-- without an event is closed when its transaction ends, so no change can be forgotten. Of the tables that a provider
-- keeps for all its requests each change of a row is an entry.

create function private.note_request_change() returns trigger
language plpgsql security definer set search_path = '' set timezone = 'UTC' set intervalstyle = 'postgres' as $$
begin
  if tg_op = 'DELETE' then
    delete from private.audit_pending where request_id = old.id;
    perform private.write_audit(old.provider_id, 'request.deleted', private.actor_kind(old.provider_id), (select auth.uid()), old.id, old.id,
      'migration_requests', '{}');
  elsif not exists (select from private.audit_pending where request_id = new.id) then
    insert into private.audit_pending (request_id, before) values (new.id, case tg_op when 'INSERT' then '{}' else to_jsonb(old) end);
  end if;
  return null;
end $$;
create trigger migration_requests_audit_add after insert or delete on public.migration_requests
for each row execute function private.note_request_change();
create trigger migration_requests_audit_change after update on public.migration_requests
for each row when (old.* is distinct from new.*) execute function private.note_request_change();

-- What changed since the image that was kept, which is given up.
create function private.take_request_change(p_request uuid) returns jsonb
language plpgsql security definer set search_path = '' set timezone = 'UTC' set intervalstyle = 'postgres' as $$
declare image jsonb;
begin
  -- Unpacked once here, rather than for every column that is looked up in it.
  delete from private.audit_pending where request_id = p_request returning before || '{}' into image;
  if image is null then return '{}'; end if;
  return (select private.changed_fields(image, to_jsonb(r)) from public.migration_requests r where r.id = p_request);
end $$;

create function private.audit_event() returns trigger
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare changed jsonb := private.take_request_change(new.request_id);
begin
  perform private.write_audit(new.provider_id, new.kind, new.actor_kind, new.actor_id, new.request_id, new.request_id, 'migration_requests',
    changed || case new.data when '{}' then '{}' else jsonb_build_object('event.data', new.data) end,
    jsonb_build_object('visibility', new.visibility, 'from', new.from_status, 'to', new.to_status), new.id);
  return null;
end $$;
create trigger events_audit after insert on public.events for each row execute function private.audit_event();

create function private.close_pending() returns trigger
language plpgsql security definer set search_path = '' as $$
declare changed jsonb := private.take_request_change(new.request_id); request public.migration_requests;
begin
  select * into request from public.migration_requests where id = new.request_id;
  if changed <> '{}' then
    perform private.write_audit(request.provider_id, 'request.noted', private.actor_kind(request.provider_id), (select auth.uid()),
      request.id, request.id, 'migration_requests', changed);
  end if;
  return null;
end $$;
create constraint trigger audit_pending_close after insert on private.audit_pending deferrable initially deferred
for each row execute function private.close_pending();

-- Arguments: the columns of provider and subject, then columns that are left out altogether. A row of no provider is everybody's.
create function private.audit_row() returns trigger
language plpgsql security definer set search_path = '' set timezone = 'UTC' set intervalstyle = 'postgres' as $$
declare
  before jsonb := case tg_op when 'INSERT' then '{}' else to_jsonb(old) end;
  after jsonb := case tg_op when 'DELETE' then '{}' else to_jsonb(new) end;
  whole jsonb := case tg_op when 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
  changed jsonb := private.changed_fields(before, after) - tg_argv[2:];
  provider uuid := whole ->> tg_argv[0];
  concerned uuid[] := case when provider is null then (select array_agg(p.id) from public.providers p) else array[provider] end;
begin
  if tg_op = 'UPDATE' and changed = '{}' then return null; end if;
  foreach provider in array coalesce(concerned, '{}') loop
    perform private.write_audit(provider, tg_table_name || case tg_op when 'INSERT' then '.added' when 'UPDATE' then '.changed' else '.removed' end,
      private.actor_kind(provider), (select auth.uid()), null, (whole ->> tg_argv[1])::uuid, tg_table_name, changed,
      jsonb_build_object('row', coalesce(whole -> 'id', whole -> 'connection_id', whole -> 'provider_id')));
  end loop;
  return null;
end $$;

create function private.audit_relation(p_relation regclass, p_provider text, p_subject text, p_left_out text[] default '{}') returns void
language plpgsql security definer set search_path = '' as $$
begin
  execute format('create trigger %I after insert or update or delete on %s for each row execute function private.audit_row(%s)',
    (select relname from pg_catalog.pg_class where oid = p_relation) || '_audit', p_relation,
    (select string_agg(quote_literal(argument), ', ') from unnest(array[p_provider, p_subject] || p_left_out) as argument));
end $$;
comment on function private.audit_relation is 'For a migration that adds a table of a provider: from now on each change of a row is audited.';

select private.audit_relation('public.providers', 'id', 'id'), private.audit_relation('public.members', 'provider_id', 'user_id'),
  private.audit_relation('public.clients', 'provider_id', 'id'), private.audit_relation('public.client_members', 'provider_id', 'user_id'),
  private.audit_relation('public.old_providers', 'provider_id', 'id'), private.audit_relation('public.tariffs', 'provider_id', 'id'),
  private.audit_relation('public.meta_connections', 'provider_id', 'id'),
  private.audit_relation('private.connection_tokens', 'provider_id', 'connection_id', '{nonce,ciphertext}'),
  private.audit_relation('public.clock_targets', 'provider_id', 'set_by'),
  private.audit_relation('public.provider_calendars', 'provider_id', 'provider_id', '{holidays,built_at}'),
  private.audit_relation('private.halts', 'provider_id', 'started_by'), private.audit_relation('public.exports', 'provider_id', 'user_id'),
  private.audit_relation('public.batches', 'provider_id', 'client_id'),
  private.audit_relation('public.probe_settings', 'provider_id', 'provider_id');

-- For what was there before the audit, or before a column: events that have no entry, and each request as it stands.
create function private.take_up_audit() returns void
language plpgsql security definer set search_path = '' set timezone = 'UTC' set intervalstyle = 'postgres' as $$
declare event public.events; request public.migration_requests;
begin
  for event in select * from public.events e where not exists (select from private.audit_intake i where i.event_id = e.id)
    and not exists (select from public.audit_rows a where a.event_id = e.id) order by e.id loop
    perform private.write_audit(event.provider_id, event.kind, event.actor_kind, event.actor_id, event.request_id, event.request_id,
      'migration_requests', case event.data when '{}' then '{}' else jsonb_build_object('event.data', event.data) end,
      jsonb_build_object('visibility', event.visibility, 'from', event.from_status, 'to', event.to_status), event.id, event.created_at);
  end loop;
  for request in select * from public.migration_requests r order by r.created_at, r.id loop
    perform private.write_audit(request.provider_id, 'request.taken_up', 'engine', null, request.id, request.id, 'migration_requests', to_jsonb(request));
  end loop;
end $$;
comment on function private.take_up_audit is
  'Also for a migration that gives requests a column with a default: what no update wrote, no entry tells.';

select private.take_up_audit(), public.engine_seal_audit(2147483647);

revoke execute on function private.note_request_change(), private.take_request_change(uuid), private.audit_event(), private.close_pending(),
  private.audit_row(), private.audit_relation(regclass, text, text, text[]), private.take_up_audit()
  from public, anon, authenticated, service_role;
