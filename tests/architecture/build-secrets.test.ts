import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
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
  await build({ root, configFile, logLevel: "silent" });
}

/** Puts a file into the app's folder. */
function put(name: string, text: string | Buffer): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
}

const say = (text: string) => `document.title = ${JSON.stringify(text)};`;
const jwt = (role: string) => ["e30", Buffer.from(JSON.stringify({ role })).toString("base64url"), "x"];

const legacy = ["eyJhbGciOiJIUzI1NiJ9", ...jwt(`service_${"role"}`).slice(1)].join(".");

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
  ["a legacy secret key", legacy],
  ["a Meta token", `EA${"A".repeat(40)}`],
  ["a private key", `-----BEGIN ${"PRIVATE"} KEY-----`],
])("%s in a bundle fails the build", async (_name, secret) => {
  await expect(buildApp(say(`x ${secret}`))).rejects.toThrow("shaped like a secret");
});

const key = `sb_${"secret"}_0123456789`;
const pem = `-----BEGIN ${"PRIVATE"} KEY-----`;
const page = (more: string) => `<script type="module" src="/src/main.ts"></script>${more}`;
const inlined = (name: string) => `import url from "./${name}"; document.title = url;`;

test.each<[string, file: string, text: string | Buffer, code: string, named: RegExp]>([
  ["the page", "index.html", page(`<meta content="${key}">`), "", /^index\.html$/],
  ["a public file", "public/c.json", JSON.stringify({ key }), "", /^c\.json$/],
  ["a public file in a folder", "public/a/b/c.txt", pem, "", /^a\/b\/c\.txt$/],
  ["a public file in UTF-16", "public/c.txt", Buffer.from(key, "utf16le"), "", /^c\.txt$/],
  ["a public file as a JWT", "public/c.json", JSON.stringify([legacy]), "", /^c\.json$/],
  ["a style", "src/a.css", `a::before { content: "${key}" }`, `import "./a.css";`, /^assets\/.*\.css$/],
  ["a file inlined into the program", "src/a.bin", key, inlined("a.bin?url"), /^assets\/.*\.js$/],
  ["a drawing inlined as text", "src/a.svg", `<svg>${pem}</svg>`, inlined("a.svg"), /^assets\/.*\.js$/],
  ["a separate file", "src/a.bin", key, inlined("a.bin?url&no-inline"), /^assets\/a-.*\.bin$/],
  [
    "a file inlined into a file that is inlined",
    "src/a.svg",
    `<svg><image href="data:image/png;base64,${Buffer.from(key).toString("base64")}"/></svg>`,
    inlined("a.svg?inline"),
    /^assets\/.*\.js$/,
  ],
])("a secret in %s fails the build, and the file is removed", async (_where, file, text, code, named) => {
  put(file, text);
  const failure = await buildApp(code).then(() => "built", String);
  const [, found = failure] = /(\S+) holds something shaped like a secret/.exec(failure) ?? [];
  expect(found).toMatch(named);
  expect(existsSync(join(root, "dist"))).toBe(true);
  expect(existsSync(join(root, "dist", found))).toBe(false);
});

test("an app with a page, public files, styles and inlined files without secrets is built", async () => {
  put("index.html", page(`<meta content="a page">`));
  put("public/c.json", JSON.stringify({ key: "sb_publishable_0123456789" }));
  put("src/a.css", `a::before { content: "50%" }`);
  put("src/a.bin", Buffer.from(Array.from({ length: 1000 }, (_one, index) => index % 256)));
  await buildApp(`import "./a.css"; ${inlined("a.bin?url")}`);
  for (const file of ["index.html", "c.json"]) expect(existsSync(join(root, "dist", file)), file).toBe(true);
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
