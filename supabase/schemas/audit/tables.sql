-- Stores the audit: entries wait in an intake, which costs writers no lock, and are sealed into a chain per provider.

create sequence private.audit_entries;
revoke all on sequence private.audit_entries from public, anon, authenticated, service_role;

-- Every change leaves one audit entry in its own transaction. Entries wait in an intake, which costs writers no lock,
-- and are sealed in order into a chain per provider: each row holds the hash of the one before it. The chain holds
-- personal data only as salted commitments; the values that open them can be erased without breaking it.
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
comment on table private.audit_intake is 'Written with the change itself; removed only when the row is in the chain.';
create index audit_intake_provider on private.audit_intake (provider_id, id);
alter table private.audit_intake enable row level security;
alter table private.audit_intake force row level security;
revoke all on private.audit_intake from public, anon, authenticated, service_role;

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
comment on table public.audit_rows
  is 'The chain: one row per change, numbered from 1 without gaps within a provider; append-only.';
comment on column public.audit_rows.body is
  'Exactly what is hashed: JSON with v, provider, seq, previous, id, at, kind, actor, actorId, request, event and '
    'data. src/domain/audit/chain.ts describes it.';
comment on column public.audit_rows.hash is 'SHA-256 of the body in UTF-8, hexadecimal.';
create index audit_rows_request on public.audit_rows (provider_id, request_id, seq desc);
create index audit_rows_actor on public.audit_rows (provider_id, actor_id, seq desc);
create index audit_rows_kind on public.audit_rows (provider_id, kind, seq desc);
alter table public.audit_rows enable row level security;
alter table public.audit_rows force row level security;
revoke all on public.audit_rows from public, anon, authenticated, service_role;
grant select on public.audit_rows to authenticated, service_role;

create table public.audit_values (
  entry bigint not null,
  field text not null,
  provider_id uuid not null,
  subject uuid,
  salt text not null,
  value text not null,
  primary key (entry, field)
);
comment on table public.audit_values is 'The values that open the chain''s commitments, until they are erased.';
comment on column public.audit_values.subject is
  'Whom the value is about: a person''s user id, a request or a company; null where it is about nobody in '
    'particular.';
comment on column public.audit_values.value is 'JSON, as it was hashed after the salt and a colon.';
create index audit_values_subject on public.audit_values (provider_id, subject) where subject is not null;
alter table public.audit_values enable row level security;
alter table public.audit_values force row level security;
revoke all on public.audit_values from public, anon, authenticated, service_role;
grant select on public.audit_values to authenticated, service_role;

create table private.audit_heads (
  provider_id uuid primary key,
  seq bigint not null default 0,
  hash text not null default repeat('0', 64),
  published_seq bigint not null default 0,
  published_at timestamptz,
  tried_at timestamptz
);
comment on table private.audit_heads
  is 'How far each provider''s chain is sealed, and which head was last sent to people outside.';
comment on column private.audit_heads.tried_at
  is 'When the head was last due to be sent outside, whether or not a mail was accepted.';
alter table private.audit_heads enable row level security;
alter table private.audit_heads force row level security;
revoke all on private.audit_heads from public, anon, authenticated, service_role;

create table private.audit_plain_fields (
  relation text not null,
  field text not null,
  primary key (relation, field)
);
comment on table private.audit_plain_fields
  is 'Fields that the chain holds in plain; it only commits to every field not listed here.';
alter table private.audit_plain_fields enable row level security;
alter table private.audit_plain_fields force row level security;
revoke all on private.audit_plain_fields from public, anon, authenticated, service_role;

insert into private.audit_plain_fields (relation, field)
select relation, unnest(string_to_array(fields, ' ')) from (values
  ('batches', 'client_id created_at id provider_id'),
  ('client_members', 'client_id created_at ended_at id provider_id user_id'),
  ('clients', 'country created_at id is_person provider_id'),
  ('clock_targets', 'code id minutes provider_id set_by valid_from'),
  ('connection_tokens', 'connection_id created_at key_id provider_id purpose'),
  ('events', 'actor_id actor_kind client_id from_status id kind provider_id request_id to_status visibility'),
  ('exports', 'created_at id mode provider_id row_count sha256 user_id'),
  ('halts', 'ended_at ended_by id provider_id started_at started_by'),
  ('invitations', 'accepted_at client_id created_at expires_at id invited_by provider_id role withdrawn_at'),
  ('members', 'created_at ended_at id provider_id role user_id'),
  ('meta_connections', 'app_id business_id created_at id name number_limit provider_id request_id revoked_at '
    || 'signup_config_id token_data_access_expires_at token_expires_at token_read_at token_scopes '
    || 'token_valid'),
  ('migration_requests',
    'acknowledged_at acknowledgements asked_at assignee_id batch_id predicted_breach_at checks_passed '
    || 'checks_read_at checks_total client_account_model client_hours client_id client_time_zone clock_code '
    || 'clock_measures clock_since clock_spent closed_reason completed_at connection_id counter_ends_at '
    || 'counter_starts_at created_at created_by destination_phone_number_id destination_waba_id due_at fence '
    || 'follows_id id locale monthly_volume next_action next_action_subject no_return_at old_provider_id '
    || 'phone_country provider_id readiness reason reference registered_at route route_answers '
    || 'route_chosen_at route_chosen_by route_chosen_for second_approved_at second_approved_by '
    || 'second_approved_for signup_connection_id source_business_id source_phone_number_id source_waba_id '
    || 'status submitted_at tracks two_step_alarmed_at two_step_off_since updated_at version waiting_on '
    || 'webhook_received_at window_confirmed_at window_confirmed_by window_confirmed_for window_ends_at '
    || 'window_starts_at'),
  ('old_providers', 'created_at id name provider_id'),
  ('probe_settings', 'interval_seconds phone_number_id provider_id template_language template_name updated_at'),
  ('provider_calendars', 'changed_at closed_days hours observe_holidays provider_id'),
  ('providers', 'accent_color country created_at default_locale id name platform_signup_url second_approval '
    || 'second_factor_admins second_factor_cutover slug suspended_at time_zone'),
  ('tariffs', 'connection_fee_micros currency id max_working_days message_fee_micros min_working_days '
    || 'monthly_fee_micros provider_id support_locales valid_from')
) as plain (relation, fields) on conflict (relation, field) do nothing;

-- The image of a request before the transaction's first change to it; deleted when that change is closed.
create unlogged table private.audit_pending (
  request_id uuid primary key,
  before jsonb not null
);
comment on table private.audit_pending is 'Empty between transactions.';
alter table private.audit_pending enable row level security;
alter table private.audit_pending force row level security;
revoke all on private.audit_pending from public, anon, authenticated, service_role;
