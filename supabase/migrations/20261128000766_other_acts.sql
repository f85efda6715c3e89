-- As before, without a variable that hides one of the language's own.

create or replace function private.other_acts_of(p_people uuid[]) returns jsonb
language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
declare place record; matches jsonb; acts jsonb := '[]';
begin
  for place in select n.nspname, c.relname, a.attname from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'private') and c.relkind = 'r' and a.atttypid = 'uuid'::regtype and not a.attisdropped
      and (a.attname like '%\_by' or a.attname in ('user_id', 'author_id', 'actor_id', 'rival_person'))
      and c.relname not in ('members', 'client_members', 'comments', 'events', 'exports', 'migration_requests', 'audit_intake')
    order by n.nspname, c.relname, a.attname loop
    execute format('select jsonb_agg(jsonb_build_object(''relation'', $2, ''column'', $3, ''row'', to_jsonb(t))) from %I.%I t where %I = any ($1)',
      place.nspname, place.relname, place.attname) into matches using p_people, place.relname, place.attname;
    acts := acts || coalesce(matches, '[]');
  end loop;
  return acts;
end $$;
