-- Decides who reads the rows about people, what proving an address clears, and how every table of a provider enforces
-- the second factor.

create policy members_select_own_provider on public.members for select to authenticated
  using (provider_id in (select private.my_provider_ids()));

create trigger members_void_approvals after update of role, ended_at on public.members
  for each row when ((new.role, new.ended_at) is distinct from (old.role, old.ended_at))
    execute function private.void_approvals_of_member();

create trigger members_names before insert or update of name, email on public.members for each row
when (not (private.is_line(new.name, 120) and private.is_address(new.email)))
  execute function private.refuse_field('name');

create policy client_members_select_own on public.client_members for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

create trigger client_members_names before insert or update of name, email on public.client_members for each row
when (not (private.is_line(new.name, 120) and private.is_address(new.email)))
  execute function private.refuse_field('name');

create policy invitations_select_own_provider on public.invitations for select to authenticated
  using (provider_id in (select private.my_provider_ids()));

create trigger invitations_forgotten after delete on public.invitations for each row
  execute function private.forget_invitation();

create trigger invitations_names before insert or update of name, email on public.invitations for each row
when (not (private.is_line(new.name, 120) and private.is_address(new.email)))
  execute function private.refuse_field('name');

create trigger users_prove_account before insert or update of email_confirmed_at, encrypted_password on auth.users
  for each row execute function private.prove_account();

-- Where a provider requires a second factor, a person who has not shown it reads nothing of the provider's.
do $$
declare relation text; tie text;
begin
  for relation, tie in
    select c.relname, case c.relname when 'providers' then 'id' else 'provider_id' end from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and exists (select from pg_attribute a where a.attrelid = c.oid and not a.attisdropped
        and a.attname = case c.relname when 'providers' then 'id' else 'provider_id' end)
  loop
    execute format('create policy %I on public.%I as restrictive for all to authenticated
      using (%I not in (select private.my_locked_provider_ids()))',
      relation || '_second_factor', relation, tie);
  end loop;
end $$;
