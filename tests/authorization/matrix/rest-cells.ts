/** The matrix over REST: lists, filters with ranges, embeds, writes and calls, with each attacker's keys and tokens. */
import type { Sql } from "postgres";
import type { FunctionEntry } from "../catalogue.ts";
import { hiddenColumns, type Label } from "../expectations/relation-expectations.ts";
import { functions } from "../expectations/function-expectations.ts";
import { type Attacker, type Place, sees, type Fixture } from "./attackers.ts";
import { callArguments, judgement } from "./function-cells.ts";
import { type Answer, type HttpCell, property, refusalOf, rowsOf } from "./http-cells.ts";
import type { Filled } from "./relation-cells.ts";

/** An attacker with the headers in which its key and token travel. */
export type Sender = { attacker: Attacker; headers: Record<string, string> };

/** Where an attacker does not belong; one that belongs to both tenants tries the sibling company. */
function hostilePlace({ standsFor }: Attacker): Place {
  const atHome = standsFor.some((actor) => ["analyst", "manager", "admin", "client"].includes(actor));
  const away = standsFor.some((actor) => actor.startsWith("foreign"));
  if (atHome && away) return "sibling";
  return atHome ? "foreign" : "own";
}

const shortName = ({ name }: Filled) => name.replace("public.", "");

/** The columns by which the rows of a relation are told apart. */
function probedColumns({ name, kind, columns }: Filled): string[] {
  if (name === "public.clients" || name === "public.providers") return ["id"];
  if (!kind.startsWith("of_client")) return ["provider_id"];
  return [
    "client_id",
    ...(columns.includes("visibility") && kind.endsWith("internal") ? ["visibility"] : []),
  ];
}

function labelOfRow(relation: Filled, row: unknown, { tenants }: Fixture): string {
  const [column = ""] = probedColumns(relation);
  const value = property(row, column);
  if (!relation.kind.startsWith("of_client")) return value === tenants.own.provider ? "home" : "foreign";
  const whose =
    value === tenants.own.client ? "own" : value === tenants.sibling.client ? "sibling" : "foreign";
  return property(row, "visibility") === "internal" ? `${whose}_internal` : whose;
}

const asText = (labels: readonly string[]) => [...new Set(labels)].toSorted().join(" ");

function visible(relation: Filled, attacker: Attacker): Label[] | "denied" {
  const seen = sees(attacker, relation.kind);
  return seen === "denied" ? seen : seen.filter((label) => label in relation.rows);
}

function listCell({ attacker, headers }: Sender, relation: Filled, fixture: Fixture): HttpCell {
  const seen = visible(relation, attacker);
  return {
    name: `${attacker.name} lists ${relation.name}`,
    path: `/rest/v1/${shortName(relation)}?select=${probedColumns(relation).join()}`,
    headers,
    read: (answer) =>
      refusalOf(answer) ?? asText(rowsOf(answer.body).map((row) => labelOfRow(relation, row, fixture))),
    want: [seen === "denied" ? seen : asText(seen)],
  };
}

/** What a visible row hides: requested by name, with everything else, and as a filter. */
function hiddenColumnCells({ attacker, headers }: Sender, relation: Filled): HttpCell[] {
  const hidden = attacker.standsFor.includes("service") ? [] : (hiddenColumns[relation.name] ?? []);
  const ways = hidden.flatMap((column) => [`select=${column}`, `select=id&${column}=not.is.null`]);
  return [...ways, ...(hidden.length > 0 ? ["select=*"] : [])].map((query) => ({
    name: `${attacker.name} asks ${relation.name} for ${query}`,
    path: `/rest/v1/${shortName(relation)}?${query}`,
    headers,
    read: (answer) => refusalOf(answer) ?? `${answer.status}`,
    want: ["denied"],
  }));
}

/** How many rows the other provider and the sibling company have, requested with a range and a count. */
function rangeCell({ attacker, headers }: Sender, relation: Filled, { tenants }: Fixture): HttpCell {
  const [column = ""] = probedColumns(relation);
  const isOfClient = relation.kind.startsWith("of_client");
  const filter = isOfClient
    ? `or=(${column}.eq.${tenants.foreign.client},${column}.in.(${tenants.sibling.client}))`
    : `${column}=eq.${tenants.foreign.provider}`;
  const seen = visible(relation, attacker);
  const counted = seen === "denied" ? [] : seen.filter((label) => !/^(own|home)/.test(label));
  const many = counted.reduce((sum, label) => sum + (relation.rows[label] ?? 0), 0);
  return {
    name: `${attacker.name} counts the others' ${relation.name}`,
    path: `/rest/v1/${shortName(relation)}?select=${column}&${filter}`,
    headers: { ...headers, prefer: "count=exact", range: "0-0", "range-unit": "items" },
    read: (answer) => refusalOf(answer) ?? answer.range?.split("/")[1] ?? "no range",
    want: [seen === "denied" ? seen : String(many)],
  };
}

/** A relation as part of another one that it belongs to. */
function embedCell({ attacker, headers }: Sender, parent: Filled, child: Filled, fixture: Fixture): HttpCell {
  const seen = visible(child, attacker);
  const part = shortName(child);
  return {
    name: `${attacker.name} reads ${child.name} within ${parent.name}`,
    path: `/rest/v1/${shortName(parent)}?select=${probedColumns(parent)[0]},${part}(${probedColumns(child).join()})`,
    headers,
    read: (answer) => {
      const children = rowsOf(answer.body).flatMap((row) => {
        const value = property(row, part);
        return Array.isArray(value) ? value : value ? [value] : [];
      });
      return refusalOf(answer) ?? asText(children.map((row) => labelOfRow(child, row, fixture)));
    },
    want: [seen === "denied" ? seen : asText(seen)],
  };
}

/** A row of each place as JSON, without the columns that the database fills itself. */
export type Victims = Record<string, Partial<Record<Place, Record<string, unknown>>>>;

export async function victimsOf(sql: Sql, relations: readonly Filled[]): Promise<Victims> {
  const victims: Victims = {};
  for (const { name, label } of relations) {
    const rows = await sql.unsafe<{ label: string; row: Record<string, unknown> }[]>(
      `select distinct on (1) ${label} as label, to_jsonb(t) - array(select attname::text from pg_attribute
         where attrelid = '${name}'::regclass and (attidentity <> '' or attgenerated <> '')) as row from ${name} as t`,
    );
    const found = Object.fromEntries(rows.map((row) => [row.label, row.row]));
    const { home, foreign } = found;
    const own = found.own ?? home;
    const sibling = found.sibling ?? home;
    victims[name] = {
      ...(own ? { own } : {}),
      ...(sibling ? { sibling } : {}),
      ...(foreign ? { foreign } : {}),
    };
  }
  return victims;
}

function writeCells(
  { attacker, headers }: Sender,
  relation: Filled,
  victims: Victims,
  fixture: Fixture,
): HttpCell[] {
  const place = hostilePlace(attacker);
  const row = victims[relation.name]?.[place] ?? {};
  const path = `/rest/v1/${shortName(relation)}`;
  const [column = ""] = probedColumns(relation);
  const tenant = relation.columns.includes("provider_id") ? "provider_id" : "id";
  const where = `?${column}=eq.${String(row[column])}`;
  const goal = fixture.tenants[place === "foreign" ? "own" : "foreign"].provider;
  const merge = { prefer: "resolution=merge-duplicates,return=representation" };
  const tries: [string, Pick<HttpCell, "method" | "path" | "body">, Record<string, string>?][] = [
    ["inserts into", { method: "POST", path, body: row }],
    ["upserts into", { method: "POST", path, body: [row] }, merge],
    ["transplants", { method: "PATCH", path: path + where, body: { [tenant]: goal } }],
    ["updates all of", { method: "PATCH", path, body: { [tenant]: row[tenant] } }],
    ["deletes from", { method: "DELETE", path: path + where }],
    ["deletes all of", { method: "DELETE", path }],
  ];
  return tries.map(([verb, request, more]) => ({
    name: `${attacker.name} ${verb} ${relation.name}`,
    ...request,
    headers: { ...headers, ...more },
    read: (answer) => refusalOf(answer) ?? `${answer.status}`,
    want: ["denied"],
  }));
}

/** Schemas that the API does not expose. */
function hiddenCell({ attacker, headers }: Sender, name: string): HttpCell {
  return {
    name: `${attacker.name} asks for ${name}`,
    path: `/rest/v1/${name.replace("private.", "")}?select=*`,
    headers: { ...headers, "accept-profile": "private" },
    read: (answer) => refusalOf(answer) ?? `${answer.status}`,
    want: ["406 PGRST106", "404 PGRST205", "denied"],
  };
}

/** Calls that must be refused; what would succeed is left to the matrix in SQL, which rolls everything back. */
function callCells({ attacker, headers }: Sender, entry: FunctionEntry, fixture: Fixture): HttpCell[] {
  const [schema, command = ""] = entry.name.split(".");
  const place = hostilePlace(attacker);
  const call = (body: Record<string, unknown>, want: readonly string[]): HttpCell => ({
    name: `${attacker.name} calls ${entry.name} on ${place}`,
    path: `/rest/v1/rpc/${command}`,
    method: "POST",
    headers,
    body,
    read: answerAsText,
    want,
  });
  if (schema === "private") return [call({}, ["404 PGRST202", "404 42883"])];
  const nothing = Object.fromEntries(entry.arguments.map((name) => [name, null]));
  if (functions[entry.name] !== "people")
    return attacker.standsFor.includes("service") ? [] : [call(nothing, ["denied"])];
  const verdict = judgement(attacker, entry, { fixture, place });
  if (verdict === undefined || verdict === "accepted") return [];
  return [
    call(callArguments(entry, command, { fixture, place }), [verdict === "42501" ? "denied" : verdict]),
  ];
}

function answerAsText(answer: Answer): string {
  const refused = refusalOf(answer);
  if (refused === undefined) return String(answer.status);
  const message = property(answer.body, "message");
  if (answer.status === 404 && /^(request|provider)_not_found$/.test(String(message))) return "unknown";
  if (answer.status === 403 && property(answer.body, "code") !== "42501") return "forbidden";
  return answer.status === 401 && message === "not_signed_in" ? "not signed in" : refused;
}

export type RestGround = {
  fixture: Fixture;
  relations: readonly Filled[];
  embeds: readonly [parent: Filled, child: Filled][];
  victims: Victims;
  functions: readonly FunctionEntry[];
};

/** Every nth cell, different ones for each sender: with more senders than `nth`, each cell is somebody's. */
function share<T>(cells: readonly T[], nth: number, sender: number): T[] {
  return cells.filter((_cell, index) => (index + sender) % nth === 0);
}

/**
 * Everybody lists everything. The other ways are distributed, so several attackers try each on every relation and
 * function; in SQL everybody tries everything.
 */
export function restCells(sender: Sender, ground: RestGround, index: number): HttpCell[] {
  const { fixture, relations, embeds, victims, functions: all } = ground;
  const open = relations.filter(({ name }) => name.startsWith("public."));
  const hidden = relations.filter(({ name }) => name.startsWith("private."));
  const calls = (schema: string) =>
    all.filter(({ name }) => name.startsWith(schema)).flatMap((entry) => callCells(sender, entry, fixture));
  return [
    ...open.map((relation) => listCell(sender, relation, fixture)),
    ...open.flatMap((relation) => hiddenColumnCells(sender, relation)),
    ...share(
      open.map((relation) => rangeCell(sender, relation, fixture)),
      2,
      index,
    ),
    ...share(
      embeds.map(([parent, child]) => embedCell(sender, parent, child, fixture)),
      2,
      index,
    ),
    ...share(
      open.flatMap((relation) => writeCells(sender, relation, victims, fixture)),
      7,
      index,
    ),
    ...share(
      hidden.map(({ name }) => hiddenCell(sender, name)),
      5,
      index,
    ),
    ...share(calls("public."), 4, index),
    ...share(calls("private."), 19, index),
  ];
}

/** A forged token gets 401 from every relation and function, before anything is read. */
export function forgedCells(
  name: string,
  headers: Record<string, string>,
  { relations, functions: all }: RestGround,
): HttpCell[] {
  const inPublic = (names: readonly { name: string }[]) =>
    names.filter((one) => one.name.startsWith("public.")).map((one) => one.name.replace("public.", ""));
  const paths = [
    ...inPublic(relations).map((relation) => `/rest/v1/${relation}?select=*`),
    ...share(inPublic(all), 9, name.length).map((called) => `/rest/v1/rpc/${called}`),
  ];
  return paths.map((one) => ({
    name: `a token that ${name} at ${one}`,
    path: one,
    headers,
    read: ({ status }) => String(status),
    want: ["401"],
  }));
}

/** Pairs of which one belongs to the other by exactly one key, as REST requires for an embed. */
export async function embedsOf(sql: Sql, relations: readonly Filled[]): Promise<[Filled, Filled][]> {
  const keys = await sql<{ parent: string; child: string }[]>`
    select n.nspname || '.' || p.relname as parent, m.nspname || '.' || c.relname as child
    from pg_constraint k join pg_class p on p.oid = k.confrelid join pg_namespace n on n.oid = p.relnamespace
    join pg_class c on c.oid = k.conrelid join pg_namespace m on m.oid = c.relnamespace
    where k.contype = 'f' and n.nspname = 'public' and m.nspname = 'public' and p.oid <> c.oid
      and p.relname in ('migration_requests', 'providers')
      and not exists (select from pg_constraint b where b.contype = 'f' and b.conrelid = p.oid and b.confrelid = c.oid)
    group by 1, 2 having count(*) = 1 order by 1, 2`;
  const find = (name: string) => relations.find((relation) => relation.name === name);
  return keys.flatMap(({ parent, child }) => {
    const [whole, part] = [find(parent), find(child)];
    return whole && part ? [[whole, part] as [Filled, Filled]] : [];
  });
}
