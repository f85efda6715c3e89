/** Each attacker tries nine verbs and more on each relation: on its own rows, a sibling's and another provider's. */
import type { Sql } from "postgres";
import type { Relation } from "../catalogue.ts";
import {
  hiddenColumns,
  type Label,
  type RelationKind,
  relations,
} from "../expectations/relation-expectations.ts";
import type { TwoTenants } from "../../fixtures/two-tenants.ts";
import { type Attacker, sees, type Fixture } from "./attackers.ts";
import type { Cell } from "./attempts.ts";

/** An undecided relation is closed. */
export function kindOf(relation: Relation): RelationKind {
  return relations[relation.name] ?? "closed";
}

/** The label of a row, as SQL over its columns. */
export function labelOf(relation: Relation, tenants: TwoTenants): string {
  const kind = kindOf(relation);
  const { own, sibling } = tenants;
  if (kind.startsWith("of_client")) {
    const client = relation.name === "public.clients" ? "id" : "client_id";
    const internal =
      kind === "of_client_with_internal"
        ? "case visibility when 'internal' then '_internal' else '' end"
        : "''";
    return `case ${client} when '${own.client}' then 'own' when '${sibling.client}' then 'sibling' else 'foreign' end || ${internal}`;
  }
  const tenant = tenantColumn(relation);
  return tenant === undefined
    ? "'home'"
    : `case when ${tenant} = '${own.provider}' then 'home' else 'foreign' end`;
}

function tenantColumn(relation: Relation): string | undefined {
  if (relation.name === "public.providers") return "id";
  return relation.columns.find((column) => column === "provider_id");
}

export type Filled = Relation & {
  kind: RelationKind;
  label: string;
  /** How many rows there are of each label, as the superuser counts. */
  rows: Partial<Record<Label, number>>;
  /** Columns of the primary key. */
  key: readonly string[];
};

export async function fillOf(sql: Sql, relation: Relation, { tenants }: Fixture): Promise<Filled> {
  const label = labelOf(relation, tenants);
  const counted = await sql.unsafe<{ label: Label; n: number }[]>(
    `select ${label} as label, count(*)::int as n from ${relation.name} group by 1`,
  );
  const key = await sql<{ column: string }[]>`
    select a.attname::text as column from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
    where i.indisprimary and i.indrelid = ${relation.name}::regclass`;
  return {
    ...relation,
    kind: kindOf(relation),
    label,
    rows: Object.fromEntries(counted.map((row) => [row.label, row.n])),
    key: key.map((row) => row.column),
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

/** The kinds of label that the cells of a relation cover, whether or not it holds such rows. */
function labelsOf({ kind, rows }: Filled): Label[] {
  const known = Object.keys(rows).filter((label): label is Label => label in rows);
  return kind === "closed" && known.length === 0 ? ["home"] : known;
}

export function readingCells(relation: Filled, attacker: Attacker): Cell[] {
  const { name, label, rows } = relation;
  const seen = sees(attacker, relation.kind);
  const many = (labels: readonly Label[]) => {
    const visible = seen === "denied" ? [] : labels.filter((one) => seen.includes(one));
    return seen === "denied" ? ["42501"] : [String(sum(visible.map((one) => rows[one] ?? 0)))];
  };
  const all = labelsOf(relation);
  const list = `select string_agg(distinct label, ' ' order by label) from (select ${label} as label from ${name}) as t`;
  const listed =
    seen === "denied"
      ? "42501"
      : all
          .filter((one) => seen.includes(one))
          .sort()
          .join(" ");
  return [
    { name: `list ${name}`, statement: list, want: [listed] },
    { name: `count ${name}`, statement: `select count(*) from ${name}`, want: many(all) },
    ...all.map((one) => ({
      name: `select ${one} of ${name}`,
      statement: `select count(*) from ${name} where ${label} = '${one}'`,
      want: many([one]),
    })),
    ...columnCells(relation, attacker),
  ];
}

/** Column by column: hidden ones are refused to all but the service, all others follow the relation. */
function columnCells({ name, columns, kind }: Filled, attacker: Attacker): Cell[] {
  const closed = sees(attacker, kind) === "denied";
  const hidden = attacker.standsFor.includes("service") ? [] : (hiddenColumns[name] ?? []);
  return columns.map((column) => ({
    name: `select ${column} of ${name}`,
    statement: `select count(${column}) filter (where false) from ${name}`,
    want: [closed || hidden.includes(column) ? "42501" : "0"],
  }));
}

/** A generated column is refused before rights are checked; that is a refusal, too. */
const refused = ["42501", "428C9"];

/** Nobody writes any relation directly, so these are the same for every attacker. */
export function writingCells(relation: Filled, tenants: TwoTenants): Cell[] {
  const { name, columns, label, key } = relation;
  const cells: Record<string, string> = {
    [`insert into ${name}`]: `insert into ${name} default values`,
    [`update all of ${name}`]: `update ${name} set ${columns[0]} = default`,
    [`delete all of ${name}`]: `delete from ${name}`,
    [`truncate ${name}`]: `truncate ${name} cascade`,
    [`lock ${name}`]: `lock table ${name} in access exclusive mode`,
    [`unlock the rows of ${name}`]: `alter table ${name} disable row level security`,
    [`plant a policy on ${name}`]: `create policy planted on ${name} using (true)`,
  };
  for (const column of columns)
    cells[`update ${column} of ${name}`] = `update ${name} set ${column} = default where true`;
  const tenant = tenantColumn(relation);
  const settable = columns.filter((column) => !key.includes(column));
  for (const one of labelsOf(relation)) {
    const where = `where ${label} = '${one}'`;
    const copy = `insert into ${name} overriding system value select * from ${name} ${where}`;
    cells[`copy ${one} of ${name}`] = copy;
    cells[`touch ${one} of ${name}`] = `update ${name} set ${settable[0] ?? columns[0]} = default ${where}`;
    cells[`delete ${one} of ${name}`] = `delete from ${name} ${where}`;
    const overwrite = `update set ${columns[0]} = excluded.${columns[0]}`;
    cells[`upsert ${one} of ${name}`] =
      `${copy} on conflict ${key.length > 0 ? `(${key.join(", ")}) do ${overwrite}` : "do nothing"}`;
    if (tenant !== undefined) Object.assign(cells, transplants(relation, tenant, one, tenants));
  }
  return Object.entries(cells).map(([cell, statement]) => ({ name: cell, statement, want: refused }));
}

/** Rows moved to another tenant or company, and rows forged in their name. */
function transplants(
  { name, columns, label }: Filled,
  tenant: string,
  one: Label,
  { own, sibling, foreign }: TwoTenants,
): Record<string, string> {
  const where = `where ${label} = '${one}'`;
  const goals = one.startsWith("foreign") ? [own] : [foreign, sibling];
  const cells: Record<string, string> = {};
  for (const goal of goals) {
    const company = columns.includes("client_id") ? `, client_id = '${goal.client}'` : "";
    const whose = goal === foreign ? "foreign" : goal === own ? "own" : "sibling";
    if (whose === "sibling" && company === "") continue;
    cells[`transplant ${one} of ${name} to ${whose}`] =
      `update ${name} set ${tenant} = '${goal.provider}'${company} ${where}`;
    const values = columns.includes("client_id")
      ? `(${tenant}, client_id) values ('${goal.provider}', '${goal.client}')`
      : `(${tenant}) values ('${goal.provider}')`;
    cells[`forge ${whose} in ${name} as ${one}`] = `insert into ${name} ${values} on conflict do nothing`;
  }
  return cells;
}
