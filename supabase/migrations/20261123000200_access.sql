-- Who may do what, as data. src/domain/access/permissions.ts is the same table; a test proves them equal.

create table private.permissions (
  role text not null check (role in ('admin', 'manager', 'analyst', 'client', 'engine')),
  permission text not null,
  primary key (role, permission)
);
comment on table private.permissions is 'One row per role and thing it may do.';

insert into private.permissions (role, permission)
select role, permission
from (values
  (array['admin', 'manager', 'analyst'], array['request.read', 'report.read', 'report.export']),
  (array['admin', 'manager'], array[
    'request.accept', 'request.reject', 'request.ask', 'request.assign', 'request.hold', 'request.edit',
    'request.schedule', 'request.postpone', 'request.cancel', 'request.complete',
    'check.run', 'check.confirm', 'check.waive_soft', 'track.set',
    'cutover.start', 'cutover.abort', 'cutover.approve', 'cutover.retry', 'cutover.resolve', 'cutover.fail',
    'code.request', 'code.enter', 'comment.internal', 'comment.client']),
  (array['admin'], array['check.waive_hard', 'connection.manage', 'member.manage', 'tariff.manage', 'settings.manage']),
  (array['client'], array[
    'request.read', 'request.draft', 'request.submit', 'request.cancel', 'window.confirm',
    'check.confirm_own', 'code.request', 'code.enter', 'comment.client']),
  (array['engine'], array['request.expire', 'cutover.connected', 'cutover.fail'])
) as granted (roles, permissions), unnest(roles) as role, unnest(permissions) as permission;

-- The state machine. src/domain/machine/transitions.ts is the same table; a test proves them equal.
create table private.transitions (
  permission text not null,
  from_status text not null,
  to_status text not null,
  primary key (permission, from_status)
);
comment on table private.transitions is 'Which act leads from which status to which; acts that are missing here leave the status alone.';

insert into private.transitions (permission, from_status, to_status) values
  ('request.submit', 'draft', 'submitted'),
  ('request.accept', 'submitted', 'preparing'),
  ('request.reject', 'submitted', 'rejected'),
  ('request.schedule', 'preparing', 'scheduled'),
  ('request.postpone', 'scheduled', 'preparing'),
  ('request.cancel', 'draft', 'cancelled'),
  ('request.cancel', 'submitted', 'cancelled'),
  ('request.cancel', 'preparing', 'cancelled'),
  ('request.cancel', 'scheduled', 'cancelled'),
  ('request.expire', 'draft', 'cancelled'),
  ('cutover.start', 'scheduled', 'cutover'),
  ('cutover.abort', 'cutover', 'preparing'),
  ('cutover.connected', 'cutover', 'stabilising'),
  ('cutover.fail', 'cutover', 'failed'),
  ('cutover.fail', 'stabilising', 'failed'),
  ('request.complete', 'stabilising', 'completed');

alter table private.permissions enable row level security;
alter table private.transitions enable row level security;
alter table private.permissions force row level security;
alter table private.transitions force row level security;
revoke all on private.permissions, private.transitions from public, anon, authenticated, service_role;
