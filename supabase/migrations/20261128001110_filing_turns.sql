-- A person's applications are counted one at a time: of two that came at once, both would have found the last place free.
-- No longer stable: in a stable function the count would be of the moment when the lock was asked for.
create or replace function private.check_filing(p_person uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare oldest timestamptz;
begin
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('filing ' || p_person, 0));
  if (select count(*) from public.migration_requests r where r.created_by = p_person and r.status = 'draft') >= 50 then
    perform private.refuse(409, 'too_many_drafts', '50');
  end if;
  select min(latest.created_at) into oldest from (
    select r.created_at from public.migration_requests r where r.created_by = p_person and r.created_at > now() - interval '24 hours'
    order by r.created_at desc limit 1000) as latest
  having count(*) >= 1000;
  perform private.check_wait(oldest + interval '24 hours');
end $$;
