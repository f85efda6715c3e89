-- Decides who reads exports, and what their record may hold.

create policy exports_select_own_provider on public.exports for select to authenticated
  using (provider_id in (select private.my_provider_ids()));

create trigger exports_size before insert on public.exports for each row
when (new.filter is null or jsonb_typeof(new.filter) <> 'object' or length(new.filter::text) > 4000
  or coalesce(new.row_count not between 0 and 100000000, true))
execute function private.refuse_field('filter');
