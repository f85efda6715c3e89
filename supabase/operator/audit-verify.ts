/**
 * `npm run audit:verify -- --database-url postgres://…`: verifies the audit of every provider, names the first fault of
 * each chain, and compares the database with what its audit rows record. Exits with 1 if anything is wrong.
 */
import { parseArgs } from "node:util";
import { type ChainHead, readHead, writeHead } from "#domain/audit/chain.ts";
import postgres from "postgres";
import { databaseUrl, type Fail, failWith, understood } from "./command-line.ts";
import { type AuditFault, checkAudit } from "./audit-check.ts";

const usage = `npm run audit:verify -- --database-url <postgres://…> [--head <slug>=<number>:<hash>]… [--minutes <n>]
  --database-url  of a role that row-level security does not bind; PORTDESK_DATABASE_URL where it is left out
  --head          a head that was written down outside, as it was mailed or copied; names a rewritten or truncated chain
  --minutes       after how long an entry should be sealed; 10 where it is left out`;

const fail: Fail = failWith(usage);

function readKnown(words: readonly string[]): Record<string, ChainHead> {
  return Object.fromEntries(
    words.map((word) => {
      const [slug, text = ""] = word.split("=");
      const head = readHead(text.replace(":", " "));
      if (!slug || !head) fail(`This is no head: ${word}`);
      return [slug, head];
    }),
  );
}

function describe(fault: AuditFault): string {
  if ("count" in fault)
    return fault.kind === "unsealed"
      ? `unsealed: ${fault.count} entries wait for too long`
      : `unrecorded: ${fault.count} events without an entry`;
  if (fault.kind === "strayed") {
    const how = fault.fields.join() === "id" ? "gone" : `not what its rows tell (${fault.fields.join(", ")})`;
    return `strayed: ${fault.relation} ${fault.row} is ${how}`;
  }
  if (fault.kind === "values_gone")
    return `values_gone: a value of row ${fault.seq} is missing that no erasure tells of`;
  return `${fault.kind}: row ${fault.seq}`;
}

const order = understood(
  () =>
    parseArgs({
      options: {
        "database-url": { type: "string" },
        head: { type: "string", multiple: true },
        minutes: { type: "string" },
      },
    }).values,
  fail,
);
const minutes = Number(order.minutes ?? 10);
if (!(minutes >= 0)) fail("The minutes are no number.");
const known = readKnown(order.head ?? []);
const url = databaseUrl(order["database-url"], fail);
const sql = postgres(url, { max: 1, onnotice: () => undefined });
try {
  const reports = await checkAudit(sql, { known, minutes });
  for (const name of Object.keys(known)) {
    if (!reports.some(({ slug, provider }) => slug === name || provider === name))
      fail(`There is no provider ${name}.`);
  }
  for (const { slug, head, faults } of reports) {
    console.log(`${slug}: ${faults.length === 0 ? "whole" : "NOT WHOLE"} up to ${writeHead(head)}`);
    for (const fault of faults) console.log(`  ${describe(fault)}`);
  }
  process.exitCode = reports.some(({ faults }) => faults.length > 0) ? 1 : 0;
} finally {
  await sql.end();
}
