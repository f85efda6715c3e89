-- Decides who reads alarms.

create policy request_alarms_select_own_provider on public.request_alarms for select to authenticated
  using (provider_id in (select private.my_provider_ids()));

create trigger request_alarms_texts before insert or update of note on public.request_alarms for each row
when (not private.is_prose(new.note, 4000)) execute function private.refuse_field('note');
