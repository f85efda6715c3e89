import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "vite";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const configFile = resolve(import.meta.dirname, "../../vite.config.ts");
let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "portdesk-build-"));
  mkdirSync(join(root, "src"));
  writeFileSync(join(root, "index.html"), '<script type="module" src="/src/main.ts"></script>');
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

/** Builds an app whose whole program is `code`, under this repository's configuration. */
async function buildApp(code: string): Promise<void> {
  writeFileSync(join(root, "src/main.ts"), code);
  await build({ root, configFile, logLevel: "silent", build: { write: false } });
}

const say = (text: string) => `document.title = ${JSON.stringify(text)};`;
const jwt = (role: string) => ["e30", Buffer.from(JSON.stringify({ role })).toString("base64url"), "x"];

test("an app with public values only is built", async () => {
  vi.stubEnv("VITE_SUPABASE_URL", "https://project.example");
  vi.stubEnv("VITE_SUPABASE_PUBLISHABLE_KEY", "sb_publishable_0123456789");
  await expect(buildApp("document.title = import.meta.env.VITE_SUPABASE_URL;")).resolves.toBeUndefined();
  await expect(
    buildApp(say(`a key: ${["eyJhbGciOiJIUzI1NiJ9", ...jwt("anon").slice(1)].join(".")}`)),
  ).resolves.toBeUndefined();
});

test.each([
  ["Supabase's secret key", `sb_${"secret"}_0123456789`],
  ["the role that skips row-level security", `service_${"role"}`],
  ["a legacy secret key", ["eyJhbGciOiJIUzI1NiJ9", ...jwt(`service_${"role"}`).slice(1)].join(".")],
  ["a Meta token", `EA${"A".repeat(40)}`],
  ["a private key", `-----BEGIN ${"PRIVATE"} KEY-----`],
])("%s in a bundle fails the build", async (_name, secret) => {
  await expect(buildApp(say(`x ${secret}`))).rejects.toThrow("shaped like a secret");
});

test("a VITE_ variable outside the list fails the build", async () => {
  vi.stubEnv("VITE_GRAPH_TOKEN", "x");
  await expect(buildApp("")).rejects.toThrow("VITE_GRAPH_TOKEN");
});

test("so does one in an .env file", async () => {
  writeFileSync(join(root, ".env"), "VITE_APP_SECRET=x\n");
  await expect(buildApp("")).rejects.toThrow("VITE_APP_SECRET");
});

test("the headers for static hosts let the page reach Supabase and nobody else", async () => {
  vi.stubEnv("VITE_SUPABASE_URL", "https://project.example/x");
  const out = join(root, "dist");
  writeFileSync(join(root, "src/main.ts"), say("built"));
  await build({ root, configFile, logLevel: "silent", build: { outDir: out } });
  const headers = readFileSync(join(out, "_headers"), "utf8");
  expect(headers).toContain("default-src 'none'; script-src 'self';");
  expect(headers).toContain("connect-src 'self' https://project.example;");
  expect(headers).toContain("frame-ancestors 'none'");
  expect(headers).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/);
});
