-- The six routes: which steps each takes, which checks it does not need, and what people have answered about an account.

alter table public.migration_requests
  add column route_answers jsonb not null default '{}',
  add column no_return_at timestamptz,
  add column signup_connection_id uuid;
comment on column public.migration_requests.route_answers is 'What only people can tell; shape: src/domain/routes/route-answers.ts. For the desk.';
comment on column public.migration_requests.no_return_at is 'When the step was taken that cannot be undone: register, or the one that a guided route marks so.';
comment on column public.migration_requests.registered_at is 'Since when the number works here: register succeeded, or Meta says CONNECTED after a guided route.';
comment on column public.migration_requests.signup_connection_id is 'The access that the client granted in the signup window; it takes the place of the provider''s own.';
update public.migration_requests set no_return_at = registered_at where registered_at is not null;

alter table public.meta_connections
  add column request_id uuid,
  add column signup_config_id text check (signup_config_id ~ '^[0-9]+$'),
  add foreign key (provider_id, request_id) references public.migration_requests (provider_id, id);
comment on column public.meta_connections.request_id is 'Set where a client granted this access in the signup window, for one request.';
comment on column public.meta_connections.signup_config_id is 'The Embedded Signup configuration of the app; null: no signup window.';
create index meta_connections_request on public.meta_connections (provider_id, request_id);
create unique index meta_connections_one_grant on public.meta_connections (request_id) where revoked_at is null;
alter table public.migration_requests
  add foreign key (provider_id, signup_connection_id) references public.meta_connections (provider_id, id);
create index migration_requests_signup_connection on public.migration_requests (provider_id, signup_connection_id);

insert into private.permissions (role, permission) values
  ('admin', 'step.complete'), ('manager', 'step.complete'), ('client', 'step.complete_own'), ('client', 'signup.finish');

alter table private.step_catalogue drop constraint step_catalogue_trigger_check;
alter table private.step_catalogue
  add constraint step_catalogue_trigger_check check (trigger in ('automatic', 'person', 'approval', 'manual')),
  add column irreversible boolean not null default false,
  add column done_by text check (done_by in ('desk', 'client', 'either')),
  add constraint step_catalogue_manual check ((trigger = 'manual') = (done_by is not null));
comment on table private.step_catalogue is 'Every step of every route, as in src/domain/cutover/step-catalogue.ts; a test proves them equal.';
comment on column private.step_catalogue.position is 'Order in the catalogue only; a route has its own in private.route_steps.';
comment on column private.step_catalogue.irreversible is 'Done, it cannot be undone: it needs the last four digits of the number.';
comment on column private.step_catalogue.done_by is 'Who marks a manual step done.';
update private.step_catalogue set irreversible = true where step = 'register';

insert into private.step_catalogue (position, step, status, trigger, repeatable, waits_on, action, irreversible, done_by) values
  (11, 'embedded_signup', 'cutover', 'person', false, 'client', 'sign_up', false, null),
  (12, 'add_partner', 'cutover', 'manual', true, 'client', 'complete_step', false, 'either'),
  (13, 'remove_old_partner', 'cutover', 'manual', true, 'client', 'complete_step', false, 'either'),
  (14, 'set_migration_intent', 'cutover', 'manual', true, 'old_provider', 'complete_step', false, 'desk'),
  (15, 'accept_migration_intent', 'cutover', 'manual', true, 'client', 'complete_step', false, 'either'),
  (16, 'move_under_intent', 'cutover', 'manual', true, 'us', 'complete_step', true, 'desk'),
  (17, 'acknowledge_pause', 'cutover', 'manual', true, 'client', 'complete_step', false, 'client'),
  (18, 'unshare_account', 'cutover', 'manual', true, 'us', 'complete_step', true, 'desk'),
  (19, 'reshare_account', 'cutover', 'manual', true, 'us', 'complete_step', false, 'desk'),
  (20, 'await_month', 'cutover', 'manual', true, 'meta', 'complete_step', false, 'desk'),
  (21, 'acknowledge_losses', 'cutover', 'manual', true, 'client', 'complete_step', false, 'client'),
  (22, 'delete_number', 'cutover', 'manual', true, 'us', 'complete_step', true, 'desk'),
  (23, 'add_number', 'cutover', 'manual', true, 'us', 'complete_step', false, 'desk'),
  (24, 'record_ids', 'cutover', 'manual', true, 'us', 'complete_step', false, 'desk');

create table private.route_steps (
  route text not null check (route in ('R0', 'R1', 'R2', 'R3', 'R4', 'R5')),
  step text not null references private.step_catalogue (step),
  position integer not null,
  primary key (route, step),
  unique (route, position)
);
comment on table private.route_steps is 'The steps of each route in their order, as in src/domain/cutover/route-steps.ts; a test proves them equal.';
create index route_steps_step on private.route_steps (step);
insert into private.route_steps (route, step, position)
select route, step, position from (values
  ('R0', array['snapshot_before', 'add_partner', 'remove_old_partner', 'record_ids', 'confirm_connected', 'snapshot_after', 'compare']),
  ('R1', array['snapshot_before', 'embedded_signup', 'subscribe_app', 'copy_templates', 'register', 'confirm_connected', 'snapshot_after', 'compare']),
  ('R2', array['snapshot_before', 'subscribe_app', 'copy_templates', 'claim_number', 'request_code', 'verify_code', 'register', 'confirm_connected', 'snapshot_after', 'compare']),
  ('R3', array['snapshot_before', 'set_migration_intent', 'accept_migration_intent', 'move_under_intent', 'record_ids', 'confirm_connected', 'snapshot_after', 'compare']),
  ('R4', array['snapshot_before', 'acknowledge_pause', 'unshare_account', 'reshare_account', 'await_month', 'record_ids', 'confirm_connected', 'snapshot_after', 'compare']),
  ('R5', array['snapshot_before', 'acknowledge_losses', 'delete_number', 'add_number', 'record_ids', 'confirm_connected', 'snapshot_after', 'compare'])
) as plan (route, steps), unnest(steps) with ordinality as listed (step, position);

create table private.route_needless_checks (
  route text not null check (route in ('R0', 'R1', 'R2', 'R3', 'R4', 'R5')),
  code text not null references private.check_catalogue (code),
  primary key (route, code)
);
comment on table private.route_needless_checks is 'Checks that a route does not need, or answers while it runs, as in src/domain/routes/route-catalogue.ts; a test proves them equal.';
create index route_needless_checks_code on private.route_needless_checks (code);
insert into private.route_needless_checks (route, code)
select route, code from (values
  ('R0', array['SAME_BUSINESS', 'TWO_STEP_OFF', 'DESTINATION_READY', 'APP_SUBSCRIBED', 'CODE_CHANNEL']),
  ('R1', array['SAME_BUSINESS', 'DESTINATION_READY', 'APP_SUBSCRIBED']),
  ('R3', array['SAME_BUSINESS', 'DESTINATION_READY', 'APP_SUBSCRIBED', 'CODE_CHANNEL']),
  ('R4', array['SAME_BUSINESS', 'TWO_STEP_OFF', 'DESTINATION_READY', 'APP_SUBSCRIBED', 'CODE_CHANNEL']),
  ('R5', array['SAME_BUSINESS', 'NAME_APPROVED'])
) as plan (route, codes), unnest(codes) as code;

alter table private.route_steps enable row level security;
alter table private.route_steps force row level security;
alter table private.route_needless_checks enable row level security;
alter table private.route_needless_checks force row level security;
revoke all on private.route_steps, private.route_needless_checks from public, anon, authenticated, service_role;
