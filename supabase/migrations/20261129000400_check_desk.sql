-- What people of the desk say of a check is the desk's: why one was waived and by whom, and the words or the document that
-- stand as evidence. Its client reads how the check stands, when it was looked at, and what Meta shows in evidence_parts.
-- As with requests the columns stay where they are, for the engine and the commands, and staff read a row of their own.

alter table public.checks add constraint checks_tenant unique (id, provider_id);

create table public.check_desk (
  check_id uuid primary key,
  provider_id uuid not null,
  evidence_value text,
  claimed_value text,
  waived_reason text,
  waiving_member_id uuid,
  unique (provider_id, check_id),
  -- In this order REST takes it for what it is, one row of one check, rather than for a list.
  foreign key (check_id, provider_id) references public.checks (id, provider_id) on delete cascade,
  foreign key (provider_id, waiving_member_id) references public.members (provider_id, id) on delete set null (waiving_member_id)
);
comment on table public.check_desk is 'What staff alone read of a check; kept equal to it in the same transaction, and written by nothing else.';
comment on column public.check_desk.waiving_member_id is 'Who waived it; also null where their account is gone.';
comment on column public.checks.waived_reason is 'Why the check does not matter here; for staff only.';
create index check_desk_waiving_member on public.check_desk (provider_id, waiving_member_id);

create function private.keep_check_desk() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.check_desk (check_id, provider_id, evidence_value, claimed_value, waived_reason, waiving_member_id)
  values (new.id, new.provider_id, new.evidence_value, new.claimed_value, new.waived_reason,
    (select m.id from public.members m where m.provider_id = new.provider_id and m.user_id = new.waived_by))
  on conflict (check_id) do update set evidence_value = excluded.evidence_value, claimed_value = excluded.claimed_value,
    waived_reason = excluded.waived_reason, waiving_member_id = excluded.waiving_member_id;
  return null;
end $$;
revoke execute on function private.keep_check_desk() from public, anon, authenticated, service_role;

create trigger checks_desk_add after insert on public.checks for each row execute function private.keep_check_desk();
create trigger checks_desk_change after update on public.checks for each row
  when ((new.evidence_value, new.claimed_value, new.waived_reason, new.waived_by)
    is distinct from (old.evidence_value, old.claimed_value, old.waived_reason, old.waived_by))
  execute function private.keep_check_desk();

insert into public.check_desk (check_id, provider_id, evidence_value, claimed_value, waived_reason, waiving_member_id)
select c.id, c.provider_id, c.evidence_value, c.claimed_value, c.waived_reason, m.id
from public.checks c left join public.members m on m.provider_id = c.provider_id and m.user_id = c.waived_by;

alter table public.check_desk enable row level security;
alter table public.check_desk force row level security;
revoke all on public.check_desk from public, anon, authenticated, service_role;
grant select on public.check_desk to authenticated, service_role;

create policy check_desk_select_own on public.check_desk for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[]));
create policy check_desk_second_factor on public.check_desk as restrictive for all to authenticated
  using (provider_id <> all ((select private.my_locked_provider_ids())::uuid[]));

revoke select on public.checks from authenticated;
grant select (
  cause, claim_kind, claimed_at, claimed_side, client_id, code, contradicted_at, evidence_field, evidence_kind,
  evidence_parts, id, provider_id, read_at, request_id, status, updated_at, waived_at
) on public.checks to authenticated;
