/** Makes mutants from the catalogue: every policy, table, grant, command and helper gets its faults. */
import type { Sql } from "postgres";
import { relations } from "../expectations/relation-expectations.ts";
import { functions } from "../expectations/function-expectations.ts";
import type { Mutant } from "./mutant.ts";

export async function catalogueMutants(sql: Sql): Promise<Mutant[]> {
  const made = [policyMutants, relationMutants, indexMutants, grantMutants, bodyMutants, triggerMutants];
  return (await Promise.all(made.map((make) => make(sql)))).flat();
}

const staffOnly = /provider_id IN \( SELECT private\.my_provider_ids\(\) AS my_provider_ids\)/g;

/** Rewritings of a policy's condition; those that change nothing are no mutants. */
const spoiltConditions: Record<string, (condition: string) => string> = {
  "lets everybody through": () => "true",
  "has lost its tenant": (text) => text.replace(staffOnly, "provider_id is not null"),
  "mistakes clients for staff": (text) => text.replaceAll("my_provider_ids", "my_client_provider_ids"),
  "wants both memberships": (text) => text.replace(" OR ", " AND "),
  "has lost the client's side": (text) => text.replace(/ OR .*$/s, ")").replace(/^\(\(/, "(("),
  "shows clients what is internal": (text) => text.replace(" AND (visibility = 'client'::text)", ""),
  "binds its or too loosely": (text) =>
    text.replace(/\(\((client_id IN \(.*?\))\) AND \((visibility = 'client'::text)\)\)/s, "$1 OR ($2)"),
};

async function policyMutants(sql: Sql): Promise<Mutant[]> {
  const policies = await sql<{ name: string; relation: string; condition: string }[]>`
    select policyname as name, schemaname || '.' || tablename as relation, qual as condition from pg_policies
    where schemaname in ('public', 'private') order by 2, 1`;
  return policies.flatMap(({ name, relation, condition }) => [
    { name: `policy ${name} is gone`, sql: `drop policy ${name} on ${relation}` },
    ...Object.entries(spoiltConditions).flatMap(([fault, spoil]) => {
      const spoilt = spoil(condition);
      const isAlias = fault === "has lost its tenant" && relation === "public.providers";
      if (spoilt === condition || isAlias) return [];
      return [
        { name: `policy ${name} ${fault}`, sql: `alter policy ${name} on ${relation} using (${spoilt})` },
      ];
    }),
  ]);
}

async function relationMutants(sql: Sql): Promise<Mutant[]> {
  const keys = await sql<{ name: string; relation: string }[]>`
    select k.conname as name, k.conrelid::regclass::text as relation from pg_constraint k
    where k.contype = 'f' and array_length(k.conkey, 1) > 1 order by 2, 1`;
  return [
    ...Object.keys(relations).flatMap((relation) => [
      { name: `${relation} is unlocked`, sql: `alter table ${relation} disable row level security` },
      {
        name: `${relation} is unlocked for its owner`,
        sql: `alter table ${relation} no force row level security`,
      },
    ]),
    ...keys.map(({ name, relation }) => ({
      name: `${relation} has lost its key ${name}`,
      sql: `alter table ${relation} drop constraint ${name}`,
    })),
  ];
}

/** An index that rejects a second row no longer rejects it. */
async function indexMutants(sql: Sql): Promise<Mutant[]> {
  const found = await sql<{ name: string; schema: string; definition: string }[]>`
    select c.relname as name, n.nspname as schema, pg_get_indexdef(c.oid) as definition from pg_index i
    join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
    where i.indisunique and n.nspname in ('public', 'private')
      and not exists (select from pg_constraint k where k.conindid = c.oid) order by 1`;
  return found.map(({ name, schema, definition }) => ({
    name: `index ${name} lets a second row in`,
    sql: `drop index ${schema}.${name}; ${definition.replace("CREATE UNIQUE INDEX", "CREATE INDEX")}`,
  }));
}

async function grantMutants(sql: Sql): Promise<Mutant[]> {
  const tenants = await sql<{ relation: string }[]>`
    select n.nspname || '.' || c.relname as relation from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'provider_id'
    where n.nspname in ('public', 'private') and c.relkind = 'r' order by 1`;
  const signatures = await sql<{ name: string; signature: string }[]>`
    select n.nspname || '.' || p.proname as name, p.oid::regprocedure::text as signature from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('public', 'private') order by 2`;
  const grant = (what: string, on: string, role: string) => ({
    name: `${role} may ${what} ${on}`,
    sql: `grant ${what} on ${on} to ${role}`,
  });
  return [
    ...Object.entries(relations).map(([relation, kind]) =>
      grant("select", relation, kind === "closed" ? "authenticated" : "anon"),
    ),
    ...tenants.map(({ relation }) => grant("update (provider_id)", relation, "authenticated")),
    ...signatures.map(({ name, signature }) => {
      const role = functions[name] === "people" ? "anon" : "authenticated";
      return grant("execute", `function ${signature}`, role);
    }),
  ];
}

/** Rewritings of a function; those that change nothing are no mutants. */
const spoiltBodies: Record<string, (definition: string) => string> = {
  "forgets that memberships end": (text) =>
    /from public\.(client_)?members/.test(text)
      ? text.replaceAll(/\s+and (\w+\.)?ended_at is null/g, "")
      : text,
  "forgets the second factor": (text) =>
    text
      .replaceAll("not private.has_second_factor()", "false")
      .replaceAll("if private.has_second_factor() then return", "if true then return")
      .replaceAll("(select private.my_locked_provider_ids())", "(select null::uuid where false)"),
  "asks for no more than reading": (text) =>
    text.replace(
      // All of them: where a permission is checked twice, changing one check has no effect.
      /(open_request\(\s*\w+,\s*\w+,\s*|open_provider\(\s*\w+,\s*)('[\w.]+'( \|\| p_visibility)?|right_name)/g,
      "$1'request.read'",
    ),
  "judges nobody": (text) =>
    text
      .replace(
        /request := private\.open_request\([^;]*;/,
        "select * into request from public.migration_requests where id = p_request;",
      )
      .replace(
        /perform (private\.open_(request|provider|members?)|public\.authorise_connection)\([^;]*;/g,
        "",
      )
      .replace(/if not private\.permits\(p_provider[^;]*; end if;/, ""),
  "reads with its owner's rights": (text) =>
    text.includes("SECURITY DEFINER") ? text : text.replace("\n STABLE", "\n STABLE SECURITY DEFINER"),
  "searches its names anywhere": (text) =>
    text.includes("SECURITY DEFINER") ? text.replace("\n SET search_path TO ''", "") : text,
};

async function bodyMutants(sql: Sql): Promise<Mutant[]> {
  const found = await sql<{ name: string; definition: string }[]>`
    select n.nspname || '.' || p.proname as name, pg_get_functiondef(p.oid) as definition from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'private') and p.prokind = 'f' order by 1`;
  return found.flatMap(({ name, definition }) =>
    Object.entries(spoiltBodies).flatMap(([fault, spoil]) => {
      if (fault.startsWith("reads") && functions[name] !== "people") return [];
      if (fault.startsWith("searches") && !name.startsWith("private.my_")) return [];
      const spoilt = spoil(definition);
      return spoilt === definition ? [] : [{ name: `${name} ${fault}`, sql: spoilt }];
    }),
  );
}

async function triggerMutants(sql: Sql): Promise<Mutant[]> {
  const found = await sql<{ name: string; relation: string }[]>`
    select t.tgname as name, n.nspname || '.' || c.relname as relation from pg_trigger t
    join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where not t.tgisinternal and n.nspname in ('public', 'private') order by 1`;
  return found.flatMap(({ name, relation }) => [
    {
      name: `trigger ${name} of ${relation} sleeps`,
      sql: `alter table ${relation} disable trigger ${name}`,
    },
    { name: `trigger ${name} of ${relation} is gone`, sql: `drop trigger ${name} on ${relation}` },
  ]);
}
