-- Decides who reads rehearsals.

create policy rehearsals_select_own_provider on public.rehearsals for select to authenticated
  using (provider_id in (select private.my_provider_ids()));
