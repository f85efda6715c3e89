-- Sweeps rows past their retention time.

create function public.engine_sweep(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare rule private.retention; swept integer; total integer := 0;
begin
  for rule in select * from private.retention order by relation loop
    execute format('delete from %1$s where ctid = any (array('
      'select ctid from %1$s where %2$I < now() - $1 limit $2 for update skip locked))',
      rule.relation::regclass, rule.since) using rule.keep, p_limit;
    get diagnostics swept = row_count;
    total := total + swept;
  end loop;
  perform private.add_up_tallies();
  return total;
end $$;
comment on function public.engine_sweep is
  'Deletes rows past their retention time, at most p_limit of each relation, and adds up the tallies; returns how many '
    'it deleted.';

grant execute on function public.engine_sweep(integer)
  to service_role;
