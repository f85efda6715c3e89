/** The local stack itself: ports, leftovers, a second start, an interrupted first one. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { browserHeaders } from "../../supabase/browser-headers.ts";
import { startOf } from "../../supabase/local/processes/process-table.ts";
import { usualPorts } from "../../supabase/local/stack/ports.ts";
import { hashOfIngredients } from "../../supabase/local/stack/template.ts";
import { signInAs } from "../fixtures/person.ts";
import { startArguments, startStack, type TestStack } from "../fixtures/stack.ts";

async function requestCount(stack: TestStack): Promise<number> {
  const manager = await signInAs(stack, "manager@brightline.example");
  const { count } = await manager.client
    .from("migration_requests")
    .select("id", { count: "exact", head: true });
  return count ?? 0;
}

/** With lower-case names, as fetch returns them. */
const sent = (headers: Record<string, string>) => Object.fromEntries(new Headers(headers));

const alive = (pids: readonly number[]) => pids.filter((pid) => startOf(pid) !== undefined);

describe("a running stack", () => {
  let stack: TestStack;
  const occupied: Server[] = [];
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(async () => {
    await stack.remove();
    for (const server of occupied) server.close();
  });

  it("refuses a second one on its folder, and keeps running", async () => {
    await expect(startStack({ dataFolder: stack.dataFolder, reset: true })).rejects.toThrow(
      "already runs on this data folder",
    );
    expect(await requestCount(stack)).toBeGreaterThan(20);
  });

  it("leaves nothing running when only its first process is killed, and starts again", async () => {
    const [, ...children] = stack.pids();
    const before = await requestCount(stack);
    await stack.kill("owner");
    await vi.waitFor(() => expect(alive(children)).toEqual([]), { timeout: 10_000, interval: 200 });
    stack = await startStack({ dataFolder: stack.dataFolder, keepPorts: true });
    expect(await requestCount(stack)).toBe(before);
  });

  it("starts over on request, on free ports where the usual ones are taken", async () => {
    const visitor = await signInAs(stack, "client@brightline.example");
    await visitor.client.auth.updateUser({ data: { seen: true } });
    await stack.stop();
    for (const port of Object.values(usualPorts)) {
      const server = createServer();
      server.once("error", () => undefined).listen(port, "127.0.0.1");
      occupied.push(server);
    }
    stack = await startStack({ dataFolder: stack.dataFolder, reset: true, keepPorts: true, app: true });
    const { data } = await (await signInAs(stack, "client@brightline.example")).client.auth.getUser();
    expect(data.user?.user_metadata).not.toHaveProperty("seen");
    expect(await requestCount(stack)).toBeGreaterThan(20);
    const ports = [stack.app ?? "", stack.api, stack.graph, stack.mail].map((url) =>
      Number(new URL(url).port),
    );
    for (const port of Object.values(usualPorts)) expect(ports).not.toContain(port);
  });

  it("serves the built app, its page and its scripts, with every security header", async () => {
    const page = `${stack.app}/requests`;
    const [, script = ""] = /<script[^>]+src="([^"]+\.js)"/.exec(await (await fetch(page)).text()) ?? [];
    for (const [url, type] of [
      [page, "text/html"],
      [`${stack.app}${script}`, "text/javascript"],
    ] as const) {
      const { headers, status } = await fetch(url);
      expect([url, status, headers.get("content-type")]).toEqual([url, 200, expect.stringContaining(type)]);
      expect(Object.fromEntries(headers), url).toMatchObject(sent(browserHeaders(stack.api)));
    }
  });

  it("ends every child when it is stopped", async () => {
    const pids = stack.pids();
    expect(pids.length).toBeGreaterThan(3);
    await stack.stop();
    expect(alive(pids)).toEqual([]);
  });
});

it("starts on a folder whose first starts were interrupted, beside another start that needs the same template", async () => {
  const dataFolder = mkdtempSync("/var/tmp/portdesk-stack-");
  const templates = mkdtempSync("/var/tmp/portdesk-templates-");
  const interruptions = [
    ["SIGKILL", 1500],
    ["SIGTERM", 3000],
    ["SIGKILL", 6000],
  ] as const;
  for (const [signal, after] of interruptions) {
    const start = spawn(process.execPath, [...startArguments, "--json", "--no-app", "--any-ports"], {
      env: { ...process.env, PORTDESK_DATA: dataFolder, PORTDESK_TEMPLATES: templates },
      stdio: "ignore",
    });
    await sleep(after);
    expect(start.exitCode, `the start had ended before its ${signal}`).toBeNull();
    start.kill(signal);
    if (start.exitCode === null && start.signalCode === null) await once(start, "exit");
  }
  const both = await Promise.all([startStack({ dataFolder, templates }), startStack({ templates })]);
  for (const stack of both) expect(await requestCount(stack)).toBeGreaterThan(20);
  expect(both.filter((stack) => stack.log().includes("Seeding the demo"))).toHaveLength(1);
  for (const stack of both) await stack.remove();
  const [own = ""] = readdirSync(templates);
  expect(readdirSync(path.join(templates, own))).toEqual([hashOfIngredients()]);
  rmSync(templates, { recursive: true, force: true });
});

it("ends without an error on Ctrl-C, which a terminal sends to every process of its group", async () => {
  const dataFolder = mkdtempSync("/var/tmp/portdesk-stack-");
  const start = spawn(process.execPath, [...startArguments, "--json", "--no-app", "--any-ports"], {
    env: { ...process.env, PORTDESK_DATA: dataFolder },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  start.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  try {
    const [line]: unknown[] = await once(createInterface({ input: start.stdout }), "line");
    const { api, publishableKey }: Record<string, string> = JSON.parse(String(line));
    const headers = { apikey: publishableKey ?? "" };
    const reads = Array.from({ length: 40 }, () =>
      fetch(`${api}/rest/v1/providers?select=id`, { headers }).catch(() => undefined),
    );
    process.kill(-(start.pid ?? 0), "SIGINT");
    const [code] = await once(start, "exit");
    await Promise.all(reads);
    expect([log.replace(/^Seeding the demo\nApplied \d+ migrations\n/, ""), code]).toEqual([
      "Starting Postgres\n",
      0,
    ]);
  } finally {
    start.kill("SIGKILL");
    rmSync(dataFolder, { recursive: true, force: true });
  }
});
