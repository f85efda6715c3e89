/** How much code a page asks for before it can be used, in the production build: every file that it loads by itself. */
import { gzipSync } from "node:zlib";
import { resolve } from "node:path";
import { build, type Rolldown } from "vite";
import { beforeAll, describe, expect, test, vi } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const chunks: Rolldown.OutputChunk[] = [];

beforeAll(async () => {
  // Vitest sets another one, with which React and antd bring their checks for developers.
  vi.stubEnv("NODE_ENV", "production");
  vi.stubEnv("VITE_SUPABASE_URL", "https://project.example");
  vi.stubEnv("VITE_SUPABASE_PUBLISHABLE_KEY", "sb_publishable_0123456789");
  const built = await build({ root, logLevel: "silent", build: { write: false } });
  const [{ output }] = [built].flat() as [Rolldown.RolldownOutput];
  chunks.push(...output.filter((file) => file.type === "chunk"));
  vi.unstubAllEnvs();
}, 120_000);

const named = (file: string) => chunks.find(({ fileName }) => fileName === file);
/** The file that begins with this module, or else holds it. */
function holding(module: string): Rolldown.OutputChunk {
  const id = resolve(root, module);
  const chunk =
    chunks.find(({ facadeModuleId }) => facadeModuleId === id) ??
    chunks.find(({ moduleIds }) => moduleIds.includes(id));
  if (!chunk) throw new Error(`No file holds ${module}.`);
  return chunk;
}

/** Everything that these files import, and they themselves. */
function withImports(found: readonly Rolldown.OutputChunk[]): Set<Rolldown.OutputChunk> {
  const all = new Set(found);
  for (const { imports } of all) for (const file of imports) all.add(named(file) ?? fail(file));
  return all;
}
const fail = (file: string): never => {
  throw new Error(`${file} is not in the build.`);
};

type Page = { page: string; parts: string[]; texts?: string[]; kilobytes: number };

const frame = (audience: string) => `src/app/frame/${audience}-frame.tsx`;
/** `kilobytes`: of JavaScript, gzip, with the texts of one language; what the page needs today, rounded up. */
const pages: Page[] = [
  { page: "sign-in", parts: [frame("public"), "src/app/sign-in/sign-in-page.tsx"], kilobytes: 355 },
  {
    page: "application",
    parts: [frame("public"), "src/features/apply/apply-page.tsx", "src/domain/requests/phone-countries.ts"],
    texts: ["apply"],
    kilobytes: 460,
  },
  {
    page: "a client's request",
    parts: [frame("client"), "src/features/portal/portal-show.tsx"],
    texts: ["portal"],
    kilobytes: 370,
  },
  {
    page: "list of requests",
    parts: [frame("staff"), "src/features/request-list/list-page.tsx"],
    texts: ["requests"],
    kilobytes: 470,
  },
];
const mostFiles = 20;

describe.each(pages)("$page", ({ parts, texts = [], kilobytes }) => {
  test.each(["en", "ru"])("loads little before it can be used, in %s", (language) => {
    const files = ["common", "domain", ...texts].map((name) => `src/locales/${language}/${name}.json`);
    const own = language === "ru" ? ["src/providers/russian.ts"] : [];
    const loaded = withImports(["src/main.tsx", ...parts, ...files, ...own].map(holding));
    const bytes = [...loaded].reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
    expect(Math.round(bytes / 102.4) / 10).toBeLessThanOrEqual(kilobytes);
    expect(loaded.size).toBeLessThanOrEqual(mostFiles);
  });
});
