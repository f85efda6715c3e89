/** Lists what the database's own catalogue contains. */
import type { Sql } from "postgres";

export type Relation = { name: string; columns: string[] };

/** Tables, views, materialized views, foreign and partitioned tables of public and private. */
export async function listRelations(sql: Sql): Promise<Relation[]> {
  const rows = await sql<Relation[]>`
    select n.nspname || '.' || c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where n.nspname in ('public', 'private') and c.relkind in ('r', 'v', 'm', 'f', 'p')
    group by 1 order by 1`;
  return [...rows];
}

export type FunctionEntry = {
  name: string;
  signature: string;
  arguments: string[];
  definer: boolean;
  searchPath: string | null;
  callers: string[];
};

/** Functions and procedures of public and private that do not belong to an extension. */
export async function listFunctions(sql: Sql): Promise<FunctionEntry[]> {
  const rows = await sql<FunctionEntry[]>`
    select n.nspname || '.' || p.proname as name, p.oid::regprocedure::text as signature,
      coalesce(p.proargnames[1:p.pronargs], '{}') as arguments, p.prosecdef as definer,
      (select substr(c, 13) from unnest(p.proconfig) as c where c like 'search_path=%') as "searchPath",
      array(select r from unnest(array['anon', 'authenticated', 'service_role', 'webhook_receiver']) as r
        where has_function_privilege(r, p.oid, 'execute')) as callers
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'private')
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    order by 1, 2`;
  return [...rows];
}
