/** Every function compiles and serves under Deno with the permissions that the local stack grants. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { denoPath } from "../../../supabase/local/stack/deno.ts";
import { startFunctions } from "../../../supabase/local/stack/edge-functions.ts";
import { freePort } from "../../../supabase/local/stack/free-port.ts";
import { statusAs } from "../../fixtures/status-as.ts";
import { denoArguments, functionNames, projectFolder, runDeno } from "./deno-runs.ts";

const names = functionNames();
const closedPort = "http://127.0.0.1:9";
const environment = {
  SUPABASE_URL: closedPort,
  SUPABASE_ANON_KEY: "sb_publishable_test",
  SUPABASE_SERVICE_ROLE_KEY: "secret",
  PORTDESK_GRAPH_URL: closedPort,
  PORTDESK_TOKEN_KEYS: JSON.stringify({ k1: Buffer.alloc(32, 1).toString("base64") }),
  PORTDESK_TICK_SECRET: "tick",
  PORTDESK_META_APP_SECRET: "app-secret",
  PORTDESK_WEBHOOK_VERIFY_TOKEN: "handshake",
};

describe("deno check", () => {
  it("finds nothing in any function", () => {
    const entries = names.map((name) => `supabase/functions/${name}/index.ts`);
    const run = runDeno([...denoArguments("check", projectFolder), ...entries], projectFolder);
    expect(run.words).not.toContain("error");
    expect(run.status).toBe(0);
  });

  it("would find a wrong type", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "portdesk-check-"));
    try {
      writeFileSync(path.join(folder, "wrong.ts"), `export const count: number = "one";`);
      const run = runDeno(
        [...denoArguments("check", projectFolder), path.join(folder, "wrong.ts")],
        projectFolder,
      );
      expect(run.status).not.toBe(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("deno serve", () => {
  let server: ChildProcess | undefined;
  afterEach(() => {
    server?.kill("SIGKILL");
  });

  it.each(names)("%s answers a preflight", async (name) => {
    const port = await freePort();
    const flags = ["--no-check", "--cached-only", "--host=127.0.0.1", `--port=${port}`];
    const rights = ["--allow-net=127.0.0.1", "--allow-env", `--allow-read=${projectFolder}`];
    const entry = path.join(projectFolder, `supabase/functions/${name}/index.ts`);
    const args = [...denoArguments("serve", projectFolder, [...flags, ...rights]), entry];
    const started = spawn(denoPath(), args, { cwd: projectFolder, env: { ...process.env, ...environment } });
    server = started;
    let words = "";
    started.stderr.on("data", (chunk: Buffer) => {
      words += chunk.toString();
    });
    await expect.poll(() => words, { timeout: 20_000 }).toContain("Listening");
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: "OPTIONS" });
    expect(response.status).toBeLessThan(300);
  });
});

describe("the local runner", () => {
  it("serves every function by its name, and no other", async () => {
    const port = await freePort();
    const runner = await startFunctions({
      port,
      environment,
      graphHost: "127.0.0.1:9",
      onSpawn: () => undefined,
      onExit: () => undefined,
    });
    try {
      const ask = (name: string, method: string) => fetch(`http://127.0.0.1:${port}/${name}`, { method });
      for (const name of names) {
        const preflight = await ask(name, "OPTIONS");
        expect([name, preflight.status < 300]).toEqual([name, true]);
        const got = await ask(name, "GET");
        expect([name, await got.text()]).toEqual([name, expect.not.stringContaining("WORKER_ERROR")]);
      }
      expect((await ask("nobody", "GET")).status).toBe(404);
      expect((await ask("_shared", "GET")).status).toBe(404);
      expect((await ask("..%2f..%2flocal", "GET")).status).toBe(404);
      expect(await statusAs("rebound.example", `http://127.0.0.1:${port}/commands`)).toBe(421);
    } finally {
      await runner.stop();
    }
  });
});
