-- The audit: every change leaves one entry with the transaction that makes it. Entries wait in an intake, which costs the
-- writers no lock, and are sealed in order into a chain per provider: each row holds the hash of the one before it.
-- Personal data stand in the chain only as salted commitments; what they open to can be erased without breaking it.

create sequence private.audit_entries;
revoke all on sequence private.audit_entries from public, anon, authenticated, service_role;

create table private.audit_intake (
  id bigint primary key default nextval('private.audit_entries'),
  provider_id uuid not null,
  at timestamptz not null default now(),
  kind text not null,
  actor_kind text not null check (actor_kind in ('member', 'client', 'engine')),
  actor_id uuid,
  request_id uuid,
  event_id bigint unique,
  data jsonb not null
);
comment on table private.audit_intake is 'Written with the change itself; taken out only when the row stands in the chain.';
create index audit_intake_provider on private.audit_intake (provider_id, id);

create table public.audit_rows (
  id bigint primary key,
  provider_id uuid not null,
  seq bigint not null check (seq > 0),
  at timestamptz not null,
  kind text not null,
  actor_kind text not null,
  actor_id uuid,
  request_id uuid,
  event_id bigint unique,
  body text not null,
  hash text not null,
  unique (provider_id, seq)
);
comment on table public.audit_rows is 'The chain: one row per change, numbered from 1 without gaps within a provider; only ever added to.';
comment on column public.audit_rows.body is
  'What is hashed, as it stands: JSON with v, provider, seq, previous, id, at, kind, actor, actorId, request, event and data. src/domain/audit/chain.ts describes it.';
comment on column public.audit_rows.hash is 'SHA-256 of the body in UTF-8, hexadecimal.';
create index audit_rows_request on public.audit_rows (provider_id, request_id, seq desc);
create index audit_rows_actor on public.audit_rows (provider_id, actor_id, seq desc);
create index audit_rows_kind on public.audit_rows (provider_id, kind, seq desc);

create table public.audit_values (
  entry bigint not null,
  field text not null,
  provider_id uuid not null,
  subject uuid,
  salt text not null,
  value text not null,
  primary key (entry, field)
);
comment on table public.audit_values is 'What the commitments of the chain open to, until it is erased.';
comment on column public.audit_values.subject is 'Whom it tells of: a person''s user id, a request or a company; null where it is nobody''s own.';
comment on column public.audit_values.value is 'JSON, as it was hashed after the salt and a colon.';
create index audit_values_subject on public.audit_values (provider_id, subject) where subject is not null;

create table private.audit_heads (
  provider_id uuid primary key,
  seq bigint not null default 0,
  hash text not null default repeat('0', 64),
  published_seq bigint not null default 0,
  published_at timestamptz
);
comment on table private.audit_heads is 'How far each provider''s chain is sealed, and how far outsiders have been told so.';

create table private.audit_plain_fields (
  relation text not null,
  field text not null,
  primary key (relation, field)
);
comment on table private.audit_plain_fields is 'What stands in the chain as it is; every field that is not listed is committed to.';
insert into private.audit_plain_fields (relation, field)
select relation, unnest(string_to_array(fields, ' ')) from (values
  ('migration_requests', 'id provider_id client_id batch_id reference status phone_country locale reason monthly_volume old_provider_id '
    || 'source_business_id source_waba_id source_phone_number_id acknowledgements acknowledged_at route connection_id destination_waba_id '
    || 'destination_phone_number_id assignee_id window_starts_at window_ends_at window_confirmed_at waiting_on next_action next_action_subject '
    || 'due_at asked_at checks_passed checks_total readiness tracks registered_at closed_reason fence version created_by created_at updated_at '
    || 'submitted_at completed_at route_answers no_return_at signup_connection_id checks_read_at two_step_off_since two_step_alarmed_at '
    || 'counter_starts_at counter_ends_at second_approved_by second_approved_at clock_code clock_measures clock_since clock_spent '
    || 'breach_foretold_at client_hours client_time_zone webhook_heard_at follows_id'),
  ('providers', 'id slug name accent_color default_locale time_zone country platform_signup_url created_at second_approval'),
  ('members', 'id provider_id user_id role ended_at created_at'),
  ('clients', 'id provider_id country created_at'),
  ('client_members', 'id provider_id client_id user_id ended_at created_at'),
  ('old_providers', 'id provider_id name created_at'),
  ('tariffs', 'id provider_id currency connection_fee_micros monthly_fee_micros message_fee_micros min_working_days max_working_days '
    || 'support_locales valid_from'),
  ('meta_connections', 'id provider_id name app_id business_id revoked_at created_at request_id signup_config_id number_limit '
    || 'token_read_at token_valid token_scopes token_expires_at'),
  ('connection_tokens', 'connection_id provider_id purpose key_id created_at'),
  ('clock_targets', 'id provider_id code minutes valid_from set_by'),
  ('provider_calendars', 'provider_id hours observe_holidays closed_days changed_at'),
  ('halts', 'id provider_id started_at started_by ended_at ended_by'),
  ('exports', 'id provider_id user_id mode row_count created_at'),
  ('probe_settings', 'provider_id phone_number_id template_name template_language interval_seconds updated_at'),
  ('batches', 'id provider_id client_id created_at')) as plain (relation, fields);

-- The image of a request before the transaction's first change of it; gone again when that is closed.
create unlogged table private.audit_pending (
  request_id uuid primary key,
  before jsonb not null
);
comment on table private.audit_pending is 'Empty between transactions.';

do $$
declare relation text;
begin
  foreach relation in array array['private.audit_intake', 'public.audit_rows', 'public.audit_values', 'private.audit_heads',
    'private.audit_plain_fields', 'private.audit_pending'] loop
    execute format('alter table %s enable row level security', relation);
    execute format('alter table %s force row level security', relation);
    execute format('revoke all on %s from public, anon, authenticated, service_role', relation);
  end loop;
end $$;
grant select on public.audit_rows, public.audit_values to authenticated, service_role;

insert into private.permissions (role, permission) values ('admin', 'audit.read');

create function private.my_audited_provider_ids() returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(m.provider_id), '{}') from public.members m
  where m.user_id = (select auth.uid()) and m.ended_at is null
    and exists (select from private.permissions p where p.role = m.role and p.permission = 'audit.read');
$$;
revoke execute on function private.my_audited_provider_ids() from public;
grant execute on function private.my_audited_provider_ids() to authenticated;

create policy audit_rows_select_own_provider on public.audit_rows for select to authenticated
  using (provider_id = any ((select private.my_audited_provider_ids())::uuid[]));
create policy audit_values_select_own_provider on public.audit_values for select to authenticated
  using (provider_id = any ((select private.my_audited_provider_ids())::uuid[]));

-- Whoever asks, the owner of the tables included.
create function private.refuse_rewriting() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception using errcode = '42501', message = format('%s of %s is refused: the audit is only ever added to', tg_op, tg_table_name);
end $$;
create trigger audit_rows_only_added before update or delete or truncate on public.audit_rows
for each statement execute function private.refuse_rewriting();
create trigger audit_intake_only_added before update or truncate on private.audit_intake
for each statement execute function private.refuse_rewriting();
create trigger audit_values_only_added before update or truncate on public.audit_values
for each statement execute function private.refuse_rewriting();
create trigger audit_heads_kept before delete or truncate on private.audit_heads
for each statement execute function private.refuse_rewriting();

create function private.guard_audit_intake() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from gone g where not exists (select from public.audit_rows a where a.id = g.id and a.provider_id = g.provider_id)) then
    raise exception using errcode = '42501', message = 'DELETE of audit_intake is refused: an entry that is not sealed';
  end if;
  return null;
end $$;
create trigger audit_intake_sealed_first after delete on private.audit_intake referencing old table as gone
for each statement execute function private.guard_audit_intake();

create function private.guard_audit_values() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if current_setting('portdesk.erasing_audit_values', true) is distinct from 'yes' then
    raise exception using errcode = '42501', message = 'DELETE of audit_values is refused: they are erased for one subject at a time';
  end if;
  return null;
end $$;
create trigger audit_values_erased_only before delete on public.audit_values
for each statement execute function private.guard_audit_values();

create function private.guard_audit_heads() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.provider_id <> old.provider_id or new.seq < old.seq or (new.seq = old.seq and new.hash <> old.hash) then
    raise exception using errcode = '42501', message = 'UPDATE of audit_heads is refused: a head only moves on';
  end if;
  return new;
end $$;
create trigger audit_heads_move_on before update on private.audit_heads for each row execute function private.guard_audit_heads();

-- Helpers of the writing are in plpgsql: it keeps their plans for the session, SQL functions are planned at every call.
create function private.audit_commitment(p_salt text, p_value text) returns text
language plpgsql immutable set search_path = '' as $$
begin
  return encode(sha256(convert_to(p_salt || ':' || p_value, 'UTF8')), 'hex');
end $$;

create function private.changed_fields(p_before jsonb, p_after jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  return (select coalesce(jsonb_object_agg(n.key, n.value), '{}') from jsonb_each(p_after) as n where p_before -> n.key is distinct from n.value);
end $$;

create or replace function private.actor_kind(p_provider uuid) returns text
language plpgsql stable security definer set search_path = '' as $$
declare actor uuid := auth.uid();
begin
  return case
    when actor is null then 'engine'
    when exists (select from public.members where provider_id = p_provider and user_id = actor and ended_at is null) then 'member'
    else 'client' end;
end $$;

-- One entry. p_set: the fields that changed, with what they are now; p_more: further parts of the entry's data, plain.
create function private.write_audit(p_provider uuid, p_kind text, p_actor_kind text, p_actor uuid, p_request uuid, p_subject uuid,
  p_relation text, p_set jsonb, p_more jsonb default '{}', p_event bigint default null, p_at timestamptz default now())
returns void language plpgsql security definer set search_path = '' as $$
declare
  entry bigint := nextval('private.audit_entries');
  plain jsonb := p_set; committed jsonb := '{}'; field record; salt text;
begin
  for field in select f.key, f.value::text as value from jsonb_each(p_set) as f
    where f.value <> 'null' and not exists (select from private.audit_plain_fields p where p.relation = p_relation and p.field = f.key) loop
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

-- Seals what waits, p_limit entries of each provider at most; returns how many. Providers that another worker seals are left to it.
create function public.engine_seal_audit(p_limit integer) returns integer
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  provider uuid; head private.audit_heads; entry private.audit_intake; body text; sealed bigint[]; total integer := 0;
begin
  for provider in select distinct i.provider_id from private.audit_intake i loop
    insert into private.audit_heads (provider_id) values (provider) on conflict do nothing;
    select * into head from private.audit_heads h where h.provider_id = provider for update skip locked;
    if not found then continue; end if;
    sealed := '{}';
    for entry in select * from private.audit_intake i where i.provider_id = provider order by i.id limit p_limit loop
      head.seq := head.seq + 1;
      body := jsonb_build_object('v', 1, 'provider', provider, 'seq', head.seq, 'previous', head.hash, 'id', entry.id, 'at', entry.at,
        'kind', entry.kind, 'actor', entry.actor_kind, 'actorId', entry.actor_id, 'request', entry.request_id, 'event', entry.event_id,
        'data', entry.data)::text;
      head.hash := encode(sha256(convert_to(body, 'UTF8')), 'hex');
      insert into public.audit_rows (id, provider_id, seq, at, kind, actor_kind, actor_id, request_id, event_id, body, hash)
      values (entry.id, provider, head.seq, entry.at, entry.kind, entry.actor_kind, entry.actor_id, entry.request_id, entry.event_id, body, head.hash);
      sealed := sealed || entry.id;
    end loop;
    delete from private.audit_intake i where i.id = any (sealed);
    update private.audit_heads set seq = head.seq, hash = head.hash where provider_id = provider;
    total := total + cardinality(sealed);
  end loop;
  return total;
end $$;
comment on function public.engine_seal_audit is
  'The tick calls it. Of one request the earlier change is always seen with the later one, since a change holds the request''s lock until it is committed.';

create function private.erase_audit_values(p_provider uuid, p_subject uuid) returns integer
language plpgsql security definer set search_path = '' as $$
declare erased integer;
begin
  perform set_config('portdesk.erasing_audit_values', 'yes', true);
  delete from public.audit_values where provider_id = p_provider and subject = p_subject;
  get diagnostics erased = row_count;
  perform set_config('portdesk.erasing_audit_values', '', true);
  perform private.write_audit(p_provider, 'audit.erased', private.actor_kind(p_provider), (select auth.uid()), null, null,
    '', '{}', jsonb_build_object('subject', p_subject, 'values', erased));
  return erased;
end $$;
comment on function private.erase_audit_values is
  'Erases salts and clear values that tell of a subject (a user, request or company id); the chain stays whole. Returns how many.';

create function public.audit_head(p_provider uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'audit.read');
  return (select jsonb_build_object('seq', coalesce(max(h.seq), 0), 'hash', coalesce(max(h.hash), repeat('0', 64)),
    'waiting', (select count(*)::int from private.audit_intake i where i.provider_id = p_provider),
    'waitingSince', (select private.utc(min(i.at)) from private.audit_intake i where i.provider_id = p_provider),
    'late', exists (select from private.audit_intake i where i.provider_id = p_provider and i.at < now() - interval '10 minutes'))
    from private.audit_heads h where h.provider_id = p_provider);
end $$;
comment on function public.audit_head is 'For the provider''s admins: how far the chain is sealed, and what still waits: {seq, hash, waiting, waitingSince, late}.';

revoke execute on function private.refuse_rewriting(), private.guard_audit_intake(), private.guard_audit_values(), private.guard_audit_heads(),
  private.audit_commitment(text, text), private.changed_fields(jsonb, jsonb), private.erase_audit_values(uuid, uuid),
  private.write_audit(uuid, text, text, uuid, uuid, uuid, text, jsonb, jsonb, bigint, timestamptz),
  public.engine_seal_audit(integer), public.audit_head(uuid) from public, anon, authenticated, service_role;
grant execute on function public.audit_head(uuid) to authenticated;
grant execute on function public.engine_seal_audit(integer) to service_role;
