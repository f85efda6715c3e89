-- The alarms that there are, as src/domain/webhooks/alarm-codes.ts lists them.

create table private.alarm_catalogue (
  code text primary key,
  position integer not null unique,
  after_register boolean not null
);
comment on table private.alarm_catalogue is 'What can happen to a number after its move.';
comment on column private.alarm_catalogue.after_register is 'Means something only once the number is registered here; until then it is part of the preparation.';
insert into private.alarm_catalogue (code, position, after_register)
select code, position, code in ('TWO_STEP_RESET_ASKED', 'TWO_STEP_SWITCHED_OFF', 'PIN_CHANGED')
from unnest(array['QUALITY_DROPPED', 'TEMPLATE_STOPPED', 'TEMPLATE_QUALITY_LOW', 'TEMPLATE_DELETED', 'TEMPLATE_ARCHIVED', 'TEMPLATE_AT_RISK',
  'TEMPLATE_LIMIT_REACHED', 'TEMPLATE_CATEGORY_CHANGED', 'TEMPLATE_CATEGORY_CHANGING', 'PARTNER_REMOVED', 'ACCOUNT_RESTRICTED',
  'CALLS_RESTRICTED', 'DIRECT_SEND_RESTRICTED', 'ACCOUNT_VIOLATED', 'ACCOUNT_BANNED', 'ACCOUNT_REJECTED', 'ACCOUNT_GONE',
  'ACCOUNT_OFFBOARDED', 'NAME_REJECTED', 'TWO_STEP_RESET_ASKED', 'TWO_STEP_SWITCHED_OFF', 'PIN_CHANGED', 'NUMBER_CHANGED',
  'LOOKS_FAILED', 'WEBHOOK_UNREAD']) with ordinality as list (code, position);
alter table private.alarm_catalogue enable row level security;
alter table private.alarm_catalogue force row level security;
revoke all on private.alarm_catalogue from public, anon, authenticated, service_role;
