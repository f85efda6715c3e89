/** What the catalogue itself says about rights: a right that no statement happens to try is still a wrong cell. */
import type { Sql } from "postgres";
import { relations, untiedColumns } from "../expectations/relation-expectations.ts";
import { callerRoles, functions } from "../expectations/function-expectations.ts";
import type { Findings } from "./attempts.ts";

const apiRoles = ["anon", "authenticated", "service_role", "webhook_receiver", "authenticator"] as const;
const roleList = `unnest(array['${apiRoles.join("', '")}']) as r (role)`;
const ours = "in ('public', 'private')";

/** Each query answers with one row per cell: whose or what, which right, and whether it exists. */
type Right = { subject: string; power: string; held: boolean };
type Part = { query: string; want: (right: Right) => boolean };

/** Every privilege of every role on every relation, a single column of it included. */
const onRelations: Part = {
  query: `
    select r.role || ' ' || p.privilege as power, n.nspname || '.' || c.relname as subject,
      has_table_privilege(r.role, c.oid, p.privilege) or (p.privilege in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
        and has_any_column_privilege(r.role, c.oid, p.privilege)) as held
    from pg_class c join pg_namespace n on n.oid = c.relnamespace, ${roleList},
      unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN']) as p (privilege)
    where n.nspname ${ours} and c.relkind in ('r', 'v', 'm', 'f', 'p')`,
  want: ({ subject, power }) =>
    (relations[subject] ?? "closed") !== "closed" &&
    ["authenticated SELECT", "service_role SELECT"].includes(power),
};

const onFunctions: Part = {
  query: `
    select r.role as power, n.nspname || '.' || p.proname as subject, has_function_privilege(r.role, p.oid, 'execute') as held
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace, ${roleList} where n.nspname ${ours}`,
  want: ({ subject, power }) => callerRoles[functions[subject] ?? "internal"].includes(power),
};

/** What would raise a role above its rights: attributes, other roles, schemas to use or write in. */
const ofRoles: Part = {
  query: `
    select * from (
      select rolname as subject, 'superuser' as power, rolsuper as held from pg_roles
      union all select rolname, 'bypassrls', rolbypassrls from pg_roles
      union all select rolname, 'createrole', rolcreaterole from pg_roles
      union all select rolname, 'createdb', rolcreatedb from pg_roles
      union all select rolname, 'replication', rolreplication from pg_roles
      union all select r.rolname, 'role ' || o.rolname, pg_has_role(r.oid, o.oid, 'member')
        from pg_roles r, pg_roles o where r.oid <> o.oid
      union all select r.rolname, 'create in ' || n.nspname, has_schema_privilege(r.oid, n.oid, 'create')
        from pg_roles r, pg_namespace n where n.nspname ${ours}
      union all select rolname, 'use of private', has_schema_privilege(oid, 'private', 'usage') from pg_roles
    ) as t where subject in ('${apiRoles.join("', '")}')`,
  want: ({ subject, power }) =>
    [
      "service_role bypassrls",
      "authenticated use of private",
      ...apiRoles.slice(0, 4).map((role) => `authenticator role ${role}`),
    ].includes(`${subject} ${power}`),
};

/** Rows are locked for everybody, the owner of the table included. */
const locks: Part = {
  query: `
    select n.nspname || '.' || c.relname as subject, l.power, l.held
    from pg_class c join pg_namespace n on n.oid = c.relnamespace,
      lateral (values ('row-level security', c.relrowsecurity), ('its force', c.relforcerowsecurity)) as l (power, held)
    where n.nspname ${ours} and c.relkind in ('r', 'p')`,
  want: () => true,
};

/** Every trigger that keeps a rule is enabled. */
const triggers: Part = {
  query: `
    select n.nspname || '.' || c.relname as subject, 'trigger ' || t.tgname || ' awake' as power, t.tgenabled = 'O' as held
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where not t.tgisinternal and n.nspname ${ours}`,
  want: () => true,
};

/** A tenant's row names rows of the same tenant only, because the key carries the tenant. */
const tenantKeys: Part = {
  query: `
    select n.nspname || '.' || c.relname || '.' || a.attname as subject, 'a key with the tenant' as power,
      exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any (k.conkey) and t.attnum = any (k.conkey)) as held
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute t on t.attrelid = c.oid and t.attname = 'provider_id' and not t.attisdropped
      join pg_attribute a on a.attrelid = c.oid and a.attname like '%\\_id' and not a.attisdropped
    where n.nspname ${ours} and c.relkind in ('r', 'p') and a.atttypid in ('uuid'::regtype, 'bigint'::regtype)
      and a.attname not in ('user_id', 'author_id', 'actor_id')`,
  want: ({ subject }) => !untiedColumns.includes(subject),
};

export async function rightsFindings(sql: Sql): Promise<Findings> {
  const findings: Findings = { cells: 0, wrong: [] };
  for (const { query, want } of [onRelations, onFunctions, ofRoles, locks, triggers, tenantKeys]) {
    const rights = await sql.unsafe<Right[]>(query);
    findings.cells += rights.length;
    for (const one of rights) {
      if (one.held !== want(one))
        findings.wrong.push(`${one.subject} ${one.held ? "has" : "lacks"} ${one.power}`);
    }
  }
  return findings;
}
