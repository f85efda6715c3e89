/**
 * `npm run db:diff -- <name>`: writes the migration from supabase/migrations to supabase/schemas, using a Postgres of
 * its own. Data that must move with it is added to the file by hand.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { freePort } from "../local/stack/free-port.ts";
import { startPostgres } from "../local/database/postgres.ts";
import { migrationsFolder } from "../local/database/migrate.ts";
import { catalogueDifference, statementsBetween } from "./catalogue-difference.ts";
import { createDatabase } from "./fresh-database.ts";
import { referenceFile } from "./baseline.ts";
import { referenceData, referenceRows } from "./reference-data.ts";
import { schemaText } from "./schema-files.ts";

const [name = ""] = process.argv.slice(2);
if (!/^[a-z0-9_]+$/.test(name)) {
  console.error(
    "Name the change, e.g. npm run db:diff -- request_tags: small letters, digits and underscores.",
  );
  process.exit(1);
}
const folder = mkdtempSync("/var/tmp/portdesk-diff-");
const server = await startPostgres({
  folder: path.join(folder, "database"),
  port: await freePort(),
  password: "diff",
  durable: false,
});
try {
  writeFileSync(referenceFile, referenceData());
  const wanted = path.join(folder, "schemas");
  mkdirSync(wanted);
  writeFileSync(path.join(wanted, "20000101000000_schemas.sql"), schemaText());
  const serverUrl = server.url;
  const pair = {
    source: await createDatabase({ serverUrl, name: "migrations", folder }),
    desired: await createDatabase({ serverUrl, name: "schemas", folder, migrations: wanted }),
  };
  const sameRows = (await referenceRows(pair.source)) === (await referenceRows(pair.desired));
  if (sameRows && (await catalogueDifference(pair)) === null) {
    console.log("The migrations already make what the schemas say.");
  } else {
    const stamp = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);
    const file = path.join(migrationsFolder, `${stamp}_${name}.sql`);
    const statements = await statementsBetween(pair, folder);
    writeFileSync(file, [statements, sameRows ? "" : referenceData()].join("\n").trimStart());
    console.log(`Wrote ${path.relative(process.cwd(), file)}. Read it before you commit it.`);
  }
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
