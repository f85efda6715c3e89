-- Says how long Portdesk keeps what nobody needs permanently.

-- The one place with the retention times of what nobody needs permanently; a job of the tick sweeps it.
create table private.retention (
  relation text primary key,
  since text not null,
  keep interval not null,
  reason text not null
);
comment on table private.retention is 'Rows whose column `since` is further back than `keep` are swept.';
alter table private.retention enable row level security;
alter table private.retention force row level security;
revoke all on private.retention from public, anon, authenticated, service_role;

insert into private.retention (relation, since, keep, reason) values
  ('private.webhook_inbox', 'received_at', '30 days',
    'Meta repeats itself for a week; what nobody has looked at in a month nobody will.'),
  ('private.webhook_changes', 'received_at', '30 days', 'Kept to know repetitions by.'),
  ('private.readings', 'closed_at', '7 days', 'What a reading found stands in the checks and snapshots.'),
  ('private.outbox', 'created_at', '30 days', 'Who has not told of an event within a month reads the events.'),
  ('public.invitations', 'expires_at', '90 days', 'Names and addresses of people who came, or did not.'),
  ('private.number_conflicts', 'opened_at', '1 year', 'A person stops a live request once; none lives for a year.'),
  ('private.webhook_refusals', 'hour', '30 days', 'A wrong secret or a guesser is seen within days.'),
  ('private.reading_prompts', 'prompted_at', '1 day', 'After a day the scheduled readings cover it.'),
  ('private.person_commands', 'at', '10 minutes', 'Only the last minute counts.'),
  ('private.job_failures', 'failed_at', '2 days', 'What has not failed for two days works again.')
on conflict (relation) do nothing;
