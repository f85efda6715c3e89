/** Lists a database's grants, policies, triggers, function attributes and roles as text, for a person to review. */
import type { Sql } from "postgres";

const sections: Record<string, string> = {
  roles: `
    select rolname || concat_ws(' ', ':', case when rolsuper then 'superuser' end, case when rolinherit then 'inherit' end,
      case when rolcreaterole then 'createrole' end, case when rolcreatedb then 'createdb' end,
      case when rolcanlogin then 'login' end, case when rolbypassrls then 'bypassrls' end,
      case when rolreplication then 'replication' end) || ' member of {' ||
      array_to_string(array(select m.roleid::regrole::text from pg_auth_members m where m.member = r.oid order by 1), ', ') || '}'
    from pg_roles r where rolname in ('anon', 'authenticated', 'service_role', 'webhook_receiver', 'authenticator', 'postgres')`,
  schemas: `
    select nspname || ': ' || coalesce(a.grantee::regrole::text, 'public') || ' ' || string_agg(a.privilege_type, ', ' order by a.privilege_type)
    from pg_namespace n, aclexplode(nspacl) a
    where nspname in ('public', 'private') and a.grantee <> n.nspowner group by nspname, a.grantee`,
  "default privileges": `
    select coalesce(defaclnamespace::regnamespace::text, 'any schema') || ' ' || defaclobjtype::text || ': ' || coalesce(defaclacl::text, '')
    from pg_default_acl`,
  "row-level security": `
    select oid::regclass || ': ' || case when relrowsecurity then 'enabled' else 'OFF' end || ', ' ||
      case when relforcerowsecurity then 'forced' else 'NOT FORCED' end || ', owner ' || relowner::regrole
    from pg_class where relnamespace in ('public'::regnamespace, 'private'::regnamespace) and relkind in ('r', 'p')`,
  "relations and sequences": `
    select c.oid::regclass || ': ' || coalesce(nullif(a.grantee, 0)::regrole::text, 'public') || ' ' ||
      string_agg(a.privilege_type, ', ' order by a.privilege_type)
    from pg_class c, aclexplode(c.relacl) a
    where relnamespace in ('public'::regnamespace, 'private'::regnamespace) and a.grantee <> c.relowner
    group by c.oid, a.grantee`,
  columns: `
    select attrelid::regclass || '.' || attname || ': ' || attacl::text from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and attacl is not null`,
  policies: `
    select schemaname || '.' || tablename || ' ' || policyname || ': ' || permissive || ' ' || cmd || ' to ' || roles::text ||
      ' using ' || regexp_replace(coalesce(qual, '-'), '\\s+', ' ', 'g') || ' with check ' || coalesce(with_check, '-')
    from pg_policies where schemaname in ('public', 'private')`,
  triggers: `
    select t.tgrelid::regclass || ' ' || t.tgname || ': ' || case t.tgenabled when 'O' then 'awake' else 'ASLEEP' end || ', ' ||
      lower(substring(pg_get_triggerdef(t.oid) from '((?:BEFORE|AFTER|INSTEAD OF) .*?) ON ')) || ' by ' || t.tgfoid::regproc
    from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where not t.tgisinternal and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)`,
  functions: `
    select p.oid::regprocedure || ': ' || l.lanname || ' ' ||
      case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end ||
      case when p.prosecdef then ' DEFINER' else ' invoker' end || ' ' || coalesce(array_to_string(p.proconfig, ' '), 'NO SEARCH PATH') ||
      ' execute {' || array_to_string(array(select coalesce(nullif(a.grantee, 0)::regrole::text, 'public') from aclexplode(p.proacl) a
        where a.grantee <> p.proowner order by 1), ', ') || '}'
    from pg_proc p join pg_language l on l.oid = p.prolang
    where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)`,
};

export async function describePrivileges(sql: Sql): Promise<string> {
  const parts: string[] = [];
  for (const [title, statement] of Object.entries(sections)) {
    const rows = await sql.unsafe<{ line: string }[]>(
      `select line from (${statement}) as lines (line) order by line collate "C"`,
    );
    parts.push(`# ${title}\n${rows.map((row) => row.line).join("\n")}\n`);
  }
  return parts.join("\n");
}
