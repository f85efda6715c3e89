/** How much code a page asks for before it can be used, in the production build: every file that it loads by itself. */
import { gzipSync } from "node:zlib";
import { resolve } from "node:path";
import { build, type Rolldown } from "vite";
import { beforeAll, describe, expect, test, vi } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const chunks: Rolldown.OutputChunk[] = [];
const css: Rolldown.OutputAsset[] = [];

beforeAll(async () => {
  // Vitest sets another one, with which React and antd bring their checks for developers.
  vi.stubEnv("NODE_ENV", "production");
  vi.stubEnv("VITE_SUPABASE_URL", "https://project.example");
  vi.stubEnv("VITE_SUPABASE_PUBLISHABLE_KEY", "sb_publishable_0123456789");
  const built = await build({ root, logLevel: "silent", build: { write: false } });
  const [{ output }] = [built].flat() as [Rolldown.RolldownOutput];
  chunks.push(...output.filter((file) => file.type === "chunk"));
  css.push(
    ...output.filter((file) => file.type === "asset").filter((file) => file.fileName.endsWith(".css")),
  );
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

type Page = { page: string; parts: string[]; texts?: string[]; kilobytes: number; styles: number };

const frame = (audience: string) => `src/app/frame/${audience}-frame.tsx`;
/**
 * `kilobytes`: of JavaScript, gzip, with the texts of one language; `styles`: of CSS. What the page needs today,
 * rounded up.
 */
const pages: Page[] = [
  {
    page: "sign-in",
    parts: [frame("public"), "src/app/sign-in/sign-in-page.tsx"],
    kilobytes: 278,
    styles: 28,
  },
  {
    page: "application",
    parts: [frame("public"), "src/features/apply/apply-page.tsx"],
    texts: ["apply"],
    kilobytes: 328,
    styles: 37,
  },
  {
    page: "a client's request",
    parts: [frame("client"), "src/app/in-refine.tsx", "src/features/portal/portal-show.tsx"],
    texts: ["portal"],
    kilobytes: 337,
    styles: 27,
  },
  {
    page: "list of requests",
    parts: [frame("staff"), "src/app/in-refine.tsx", "src/features/request-list/list-page.tsx"],
    texts: ["requests"],
    kilobytes: 408,
    styles: 51,
  },
];
const mostFiles = 20;

const compressed = (code: string | Uint8Array) => gzipSync(code, { level: 9 }).length;
const kilobytesOf = (files: (string | Uint8Array)[]) =>
  Math.round(files.reduce((sum, code) => sum + compressed(code), 0) / 102.4) / 10;

describe.each(pages)("$page", ({ parts, texts = [], kilobytes, styles }) => {
  test.each(["en", "ru"])("loads little before it can be used, in %s", (language) => {
    const files = ["common", "domain", ...texts].map((name) => `src/locales/${language}/${name}.json`);
    const own = language === "ru" ? ["src/providers/russian.ts"] : [];
    const loaded = withImports(["src/main.tsx", ...parts, ...files, ...own].map(holding));
    const sheets = new Set([...loaded].flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]));
    expect(kilobytesOf([...loaded].map(({ code }) => code))).toBeLessThanOrEqual(kilobytes);
    expect(
      kilobytesOf(css.filter(({ fileName }) => sheets.has(fileName)).map(({ source }) => source)),
    ).toBeLessThanOrEqual(styles);
    expect(loaded.size).toBeLessThanOrEqual(mostFiles);
  });
});
