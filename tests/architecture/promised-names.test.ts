/**
 * Names that others rely on: columns of the export, kinds and fields of the audit, codes of the API, keys of the proof.
 * A name may be added. One that goes or changes breaks somebody's file: then the format's version changes with it.
 */
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { auditedTables, ownKinds, rowChanges } from "#domain/audit/audited-tables.ts";
import { checkCatalogue } from "#domain/checks/check-catalogue.ts";
import { commandCatalogue } from "#domain/commands/command-catalogue.ts";
import { steps } from "#domain/cutover/step-catalogue.ts";
import { exceptionCodes } from "#domain/exceptions/exception-codes.ts";
import { proofDocument, proofFormat } from "#domain/proof/proof-document.ts";
import { routes } from "#domain/routes/route-catalogue.ts";
import { reasons, statuses, waitingOn } from "#domain/status/statuses.ts";
import { alarmCatalogue } from "#domain/webhooks/alarm-codes.ts";
import audit from "../../src/locales/en/audit.json" with { type: "json" };
import domain from "../../src/locales/en/domain.json" with { type: "json" };

const schemas = path.join(import.meta.dirname, "../../supabase/schemas");
const tables = globSync("*/tables.sql", { cwd: schemas })
  .map((file) => readFileSync(path.join(schemas, file), "utf8"))
  .join("\n");

/** What the audit commits to of a row: the columns of the relation. */
function columnsOf(relation: string): string[] {
  const body = new RegExp(`^create table (?:public|private)\\.${relation} \\(\\n(.*?)^\\);`, "ms").exec(
    tables,
  )?.[1];
  return [
    ...(body ?? "").matchAll(/^ {2}(?!primary|unique|check|constraint|foreign|exclude)([a-z_]+) /gm),
  ].map(([, column = ""]) => `${relation}.${column}`);
}

/** The database writes the export, so its columns stand there. */
const [, exportColumns = ""] =
  /^create function private\.export_columns\(.*?\$\$(.*?)^\$\$;/ms.exec(
    readFileSync(path.join(schemas, "reports/rules.sql"), "utf8"),
  ) ?? [];
const exportHeader = [...exportColumns.matchAll(/\('(\w+)', '\w+', '[\w.]+'\)/g)].map(
  ([, name = ""]) => name,
);

const schema = z.record(z.string(), z.unknown());

/** Every key of a JSON schema by its path, `[]` for an item of a list. */
function keysOf(node: unknown, at: string): string[] {
  const { properties, items, anyOf } = schema.safeParse(node).data ?? {};
  const own = Object.entries(schema.safeParse(properties).data ?? {});
  const alternatives = Array.isArray(anyOf) ? anyOf.flatMap((one) => keysOf(one, at)) : [];
  return [
    ...own.flatMap(([name, inner]) => [`${at}.${name}`, ...keysOf(inner, `${at}.${name}`)]),
    ...(items === undefined ? [] : keysOf(items, `${at}[]`)),
    ...alternatives,
  ];
}

const promised: Record<string, readonly string[]> = {
  "columns of the export, in order": exportHeader,
  "kinds of the audit": [
    ...auditedTables.flatMap((table) => rowChanges.map((change) => `${table}.${change}`)),
    ...ownKinds,
  ],
  "events of a request": Object.keys(domain.event),
  "columns that the audit commits to": ["migration_requests", ...auditedTables].flatMap(columnsOf),
  statuses,
  "waiting on": waitingOn,
  reasons,
  routes,
  steps,
  checks: Object.keys(checkCatalogue),
  exceptions: exceptionCodes,
  alarms: Object.keys(alarmCatalogue),
  commands: Object.keys(commandCatalogue),
  [`keys of ${proofFormat}`]: [...new Set(keysOf(z.toJSONSchema(proofDocument), "proof"))],
};

test("what others rely on keeps its name", async () => {
  const text = Object.entries(promised)
    .map(([what, names]) => [`# ${what}`, ...names].join("\n"))
    .join("\n\n");
  await expect(`${text}\n`).toMatchFileSnapshot("promised-names.txt");
});

test("every promise holds names", () => {
  for (const [what, names] of Object.entries(promised)) expect(names, what).not.toHaveLength(0);
  for (const table of auditedTables) expect(columnsOf(table), table).not.toHaveLength(0);
});

/** Columns that the audit leaves out. */
const leftOut = ["attempts", "built_at", "ciphertext", "holidays", "mailed_at", "nonce", "tried_at"];

test("every column that the audit shows has a name in words", () => {
  const columns = promised["columns that the audit commits to"] ?? [];
  const names = new Set(columns.map((column) => column.slice(column.indexOf(".") + 1)));
  expect([...names].filter((name) => !(name in audit.field))).toEqual(
    [...names].filter((name) => leftOut.includes(name)),
  );
});
