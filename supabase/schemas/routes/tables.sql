-- Lists the steps of each route, and the checks that it does not need.

-- The six routes: the steps each takes, the checks it does not need, and what people have answered about an account.
create table private.route_steps (
  route text not null check (route in ('R0', 'R1', 'R2', 'R3', 'R4', 'R5')),
  step text not null references private.step_catalogue (step),
  position integer not null,
  primary key (route, step),
  unique (route, position)
);
comment on table private.route_steps
  is 'The steps of each route in their order, as in src/domain/cutover/route-steps.ts, made from it.';
create index route_steps_step on private.route_steps (step);
alter table private.route_steps enable row level security;
alter table private.route_steps force row level security;
revoke all on private.route_steps from public, anon, authenticated, service_role;

create table private.route_needless_checks (
  route text not null check (route in ('R0', 'R1', 'R2', 'R3', 'R4', 'R5')),
  code text not null references private.check_catalogue (code),
  primary key (route, code)
);
comment on table private.route_needless_checks
  is 'Checks that a route does not need, or answers while it runs, as in src/domain/routes/route-catalogue.ts, made '
  'from it.';
create index route_needless_checks_code on private.route_needless_checks (code);
alter table private.route_needless_checks enable row level security;
alter table private.route_needless_checks force row level security;
revoke all on private.route_needless_checks from public, anon, authenticated, service_role;
