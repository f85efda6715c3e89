/**
 * A worker as a process of its own, to be killed: takes one turn of a move against the database and Graph of its
 * arguments. Says "ready" on its standard output before it begins.
 */
import { stepDeclarations } from "#domain/cutover/step-declarations.ts";
import type { EngineStep } from "#domain/cutover/step-catalogue.ts";
import { defaultTiming } from "#domain/cutover/step-timing.ts";
import { createEngineStore } from "../../supabase/functions/_shared/engine/cutover-store.ts";
import { createEngine } from "../../supabase/functions/_shared/engine/engine.ts";
import { createOpenGraph } from "../../supabase/functions/_shared/engine/graph-access.ts";
import { createUsageGate } from "../../supabase/functions/_shared/graph/usage-gate.ts";
import { createLogger } from "../../supabase/functions/_shared/log.ts";
import { serviceCommands } from "./engine-commands.ts";
import { openSql } from "./open-sql.ts";
import { signupOf } from "./signup.ts";

const [databaseUrl = "", graphUrl = "", request = "", personStep = "", key = "", code = ""] =
  process.argv.slice(2);
const sql = openSql(databaseUrl, 2, "service_role");
const store = createEngineStore(serviceCommands(sql));
const openGraph = createOpenGraph({
  runtime: { url: graphUrl, version: "v25.0", tokenKeys: { current: "k1", keys: { k1: key } }, ...signupOf },
  fetch: (asked) => fetch(asked),
  gate: createUsageGate(Date.now),
  now: Date.now,
  keepProof: store.proveSource,
});
const engine = createEngine({
  store,
  openGraph,
  timing: defaultTiming,
  random: Math.random,
  now: Date.now,
  monotonic: () => performance.now(),
  workerId: () => `process ${process.pid}`,
  log: createLogger("child"),
});
await sql`select 1`;
process.stdout.write("ready\n");
const isStep = (name: string): name is EngineStep => Object.hasOwn(stepDeclarations, name);
if (isStep(personStep))
  await engine.runPersonStep(request, personStep, { code, signupCode: code, pin: "135790" });
else await engine.workRequest(request, Date.now() + 60_000);
await sql.end();
