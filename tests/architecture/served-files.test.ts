/** What the dev server hands out: the project, and never what the local stack keeps secret. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createServer, type ViteDevServer } from "vite";
import { freePort } from "../../supabase/local/stack/free-port.ts";

const root = path.join(import.meta.dirname, "../..");
const folder = path.join(root, ".portdesk");
const secret = path.join(folder, "served-files-test.json");
let server: ViteDevServer;
let url = "";

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(secret, JSON.stringify({ jwtSecret: "canary-of-the-dev-server" }));
  const port = await freePort();
  server = await createServer({
    root,
    logLevel: "silent",
    server: { port, strictPort: true, hmr: false, watch: null },
  });
  await server.listen();
  url = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  await server.close();
  rmSync(secret);
});

it.each([
  "/.portdesk/served-files-test.json",
  "/.portdesk/served-files-test.json?raw",
  "/.portdesk/served-files-test.json?import&raw",
  "/.portdesk/../.portdesk/served-files-test.json?url",
  "/%2eportdesk/served-files-test.json",
  `/@fs${secret}`,
  `/@fs${secret}?raw`,
  "/@fs/etc/passwd",
])("refuses %s", async (asked) => {
  const answer = await fetch(`${url}${asked}`);
  const text = await answer.text();
  expect(text).not.toMatch(/canary-of-the-dev-server|root:/);
});

it("hands out the app", async () => {
  const answer = await fetch(`${url}/src/main.tsx`);
  expect([answer.status, (await answer.text()).length > 100]).toEqual([200, true]);
});
