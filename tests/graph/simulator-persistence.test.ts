import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { createGraphSimulator } from "../../supabase/graph-simulator/graph-simulator.ts";
import { destination, e164, newToken, readAnswer, fixtureSeed } from "./simulator-fixture.ts";

const program = join(import.meta.dirname, "../../supabase/graph-simulator/serve.ts");
let folder = "";
let children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "graph-simulator-"));
  writeFileSync(join(folder, "seed.json"), JSON.stringify(fixtureSeed()));
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children = [];
  rmSync(folder, { recursive: true });
});

async function start(seedFile = "seed.json") {
  const env = {
    ...process.env,
    PORT: "0",
    DATA_FILE: join(folder, "data.json"),
    SEED_FILE: join(folder, seedFile),
  };
  const child = spawn(process.execPath, [program], { env, stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const [line]: unknown[] = await once(createInterface({ input: child.stdout }), "line");
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(String(line)));
  const call = async (method: string, path: string, body?: object) =>
    readAnswer(
      await fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${newToken}`, "content-type": "application/json" },
        ...(body ? { body: JSON.stringify(body) } : {}),
      }),
    );
  const kill = async () => {
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  return { call, kill };
}

const claim = { cc: "1", phone_number: "2025550123", migrate_phone_number: true };

test("a killed simulator continues from its last answer", async () => {
  const first = await start();
  await first.call("POST", `/${destination}/subscribed_apps`);
  const phone = String((await first.call("POST", `/${destination}/phone_numbers`, claim)).read("id"));
  await first.call("POST", `/${phone}/request_code`, { code_method: "SMS", language: "en" });
  await first.call("POST", "/_sim/clock", { advanceMs: 60_000 });
  const code = String((await first.call("GET", `/_sim/phones/${e164}`)).read("messages.0.code"));
  await first.call("POST", "/_sim/faults", { operation: "verify_code", action: { kind: "lost_after" } });
  await expect(first.call("POST", `/${phone}/verify_code`, { code })).rejects.toThrow("fetch failed");
  await first.kill();

  // The data file takes precedence over the seed, which is empty here.
  writeFileSync(join(folder, "empty.json"), "{}");
  const second = await start("empty.json");
  const status = await second.call("GET", `/${phone}?fields=code_verification_status`);
  expect(status.read("code_verification_status")).toBe("VERIFIED");
  const pin = { messaging_product: "whatsapp", pin: "123456" };
  expect((await second.call("POST", `/${phone}/register`, pin)).read("success")).toBe(true);
  await second.kill();

  const third = await start();
  expect((await third.call("GET", `/${phone}?fields=status`)).read("status")).toBe("CONNECTED");
  const journal = await third.call("GET", `/_sim/journal?number=${e164}&method=POST`);
  const operations = z.object({ entries: z.array(z.looseObject({ operation: z.string(), seq: z.int() })) });
  const { entries } = operations.parse(journal.body);
  expect(entries.map((entry) => entry.operation)).toEqual([
    "claim_number",
    "request_code",
    "verify_code",
    "register",
  ]);
  expect(new Set(entries.map((entry) => entry.seq)).size).toBe(4);
  expect(readFileSync(join(folder, "data.json.journal.jsonl"), "utf8")).not.toContain(code);
});

test("a request killed while its answer is held back keeps its effect and its journal entry", async () => {
  const first = await start();
  await first.call("POST", "/_sim/faults", { method: "POST", action: { kind: "slow", ms: 5000 } });
  const pending = first.call("POST", `/${destination}/subscribed_apps`).catch(() => "broken");
  await expect
    .poll(async () =>
      (await first.call("GET", "/_sim/journal?operation=subscribe_app")).read("entries.length"),
    )
    .toBe(1);
  await first.kill();
  expect(await pending).toBe("broken");
  const second = await start();
  expect((await second.call("GET", `/${destination}/subscribed_apps`)).items).toHaveLength(1);
  const journal = await second.call("GET", "/_sim/journal?operation=subscribe_app");
  expect(journal.read("entries.0.effects.length")).toBe(1);
});

test("a journal line lost or truncated by the kill is restored from the state", async () => {
  const dataFile = join(folder, "cut.json");
  const now = () => Date.parse("2026-11-01T10:00:00Z");
  const first = createGraphSimulator({ seed: fixtureSeed(), dataFile, now });
  const subscribe = () =>
    new Request(`http://graph.test/${destination}/subscribed_apps`, {
      method: "POST",
      headers: { authorization: `Bearer ${newToken}` },
    });
  await first.fetch(subscribe());
  const journalFile = `${dataFile}.journal.jsonl`;
  const [arrived = ""] = readFileSync(journalFile, "utf8").split("\n");
  writeFileSync(journalFile, `${arrived}\n`);
  appendFileSync(journalFile, '{"line":"answ');

  const second = createGraphSimulator({ dataFile, now });
  expect(second.simulation.journal.list()[0]?.effects).toEqual([`app 7302 subscribed to ${destination}`]);
  const answer = await second.fetch(subscribe());
  expect(answer.headers.get("x-app-usage")).toContain('"call_count":1');
  expect(second.simulation.journal.list().map((entry) => entry.seq)).toEqual([1, 2]);
  const third = createGraphSimulator({ dataFile, now });
  expect(third.simulation.journal.list()).toEqual(second.simulation.journal.list());
});

test("it refuses a file that is not its own", () => {
  const dataFile = join(folder, "own.json");
  writeFileSync(dataFile, '{"numbers":7}');
  expect(() => createGraphSimulator({ dataFile })).toThrow("remove it to start from the seed");
});
