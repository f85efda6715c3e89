-- One person changes and searches only so often in a minute: far more than anybody does by hand, and little enough that nobody
-- slows the desk down for others. Nothing is locked for it: what a person does at once is counted side by side.

create table private.rate_limits (
  kind text primary key,
  per_minute integer not null check (per_minute > 0)
);
comment on table private.rate_limits is 'How often in a minute one person may do something of a kind; an operator can change it.';
insert into private.rate_limits (kind, per_minute) values ('changes', 240), ('searches', 240);

create table private.person_acts (
  id bigint generated always as identity primary key,
  user_id uuid not null,
  kind text not null references private.rate_limits (kind),
  at timestamptz not null default clock_timestamp()
);
comment on table private.person_acts is 'What each person did in the last minutes, for private.rate_limits alone.';
create index person_acts_recent on private.person_acts (user_id, kind, at);
create index person_acts_at on private.person_acts (at);
alter table private.rate_limits enable row level security;
alter table private.rate_limits force row level security;
alter table private.person_acts enable row level security;
alter table private.person_acts force row level security;
revoke all on private.rate_limits, private.person_acts from public, anon, authenticated, service_role;
insert into private.retention (relation, since, keep, reason) values
  ('private.person_acts', 'at', '10 minutes', 'Only the last minute counts.');

create function private.count_act(p_kind text) returns void
language plpgsql security definer set search_path = '' as $$
declare person uuid := (select auth.uid()); most integer; done integer;
begin
  if person is null then return; end if;
  select per_minute into strict most from private.rate_limits where kind = p_kind;
  select count(*) into done from (select from private.person_acts a
    where a.user_id = person and a.kind = p_kind and a.at > clock_timestamp() - interval '1 minute' limit most) as recent;
  if done >= most then perform private.refuse(429, 'too_fast'); end if;
  insert into private.person_acts (user_id, kind) values (person, p_kind);
end $$;
comment on function private.count_act is 'Refuses the person''s act where they have done too many of the kind in the last minute. The engine''s acts are nobody''s.';

-- Whatever a person changes of a request is one event.
create function private.count_event() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.count_act('changes');
  return new;
end $$;
create trigger events_rate before insert on public.events for each row execute function private.count_event();

revoke execute on function private.count_act(text), private.count_event() from public, anon, authenticated, service_role;
