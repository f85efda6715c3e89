/** What no text of the project may say, and what the package files must. */
import * as z from "zod/mini";
import { type Rule, rule } from "./rule.ts";
import type { SourceTree } from "./source-tree.ts";

/** Traces of somebody's machine, keys, and marks of unfinished work. Written so that they do not match themselves. */
const unwanted = [
  /(^|[\s"'(`=])\/(work|root|home|Users)\/[a-z]/m,
  /\b(issue|ticket) #?\d+\b/i,
  /\b(claude|anthropic|openai|chatgpt)\b/i,
  /\b(AI|coding) (agent|assistant)s?\b/i,
  /registry\.npm[j]s\.org/,
  /<{7} |>{7} /,
  /\b(TODO|FIXME|XXX)[:( ]/,
  /\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\./,
  /\bEAA[A-Za-z0-9]{30}/,
];
const own = /^tests\/architecture\//;

const manifest = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});
const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      optionalDependencies: z.optional(z.record(z.string(), z.string())),
    }),
  ),
});

const textOf = (tree: SourceTree, name: string) => tree.files.find(({ path }) => path === name)?.text;

/** A lock written where some platform's packages could not be seen leaves them out, and `npm ci` then refuses it. */
function missingFromLock(text: string): string[] {
  const { packages } = lock.parse(JSON.parse(text));
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !(`${path}/node_modules/${name}` in packages || `node_modules/${name}` in packages))
      .map((name) => `package-lock.json has no entry for ${name}, which ${path} may need`),
  );
}

export const textRules: Rule[] = [
  rule(
    "no text names a machine, a key or unfinished work",
    ({ files }) =>
      files
        .filter(({ path }) => !own.test(path) && path !== "package-lock.json")
        .flatMap(({ path, text }) =>
          unwanted.filter((shape) => shape.test(text)).map((shape) => `${path} matches ${String(shape)}`),
        ),
    { "README.md": `Look at ${"/home"}/somebody/portdesk.` },
    { "src/a.ts": "// see issue 12" },
    { "src/a.ts": "// TODO: later" },
  ),
  rule(
    "every dependency has one exact version",
    (tree) => {
      const { dependencies, devDependencies } = manifest.parse(
        JSON.parse(textOf(tree, "package.json") ?? "{}"),
      );
      return Object.entries({ ...dependencies, ...devDependencies })
        .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
        .map(([name, version]) => `${name} is ${version}`);
    },
    { "package.json": `{"dependencies": {"a": "^1.0.0"}, "devDependencies": {}}` },
    { "package.json": `{"dependencies": {}, "devDependencies": {"a": "*"}}` },
  ),
  rule(
    "the lock describes every platform's packages and names no registry",
    (tree) => {
      const text = textOf(tree, "package-lock.json") ?? "";
      return [
        ...missingFromLock(text),
        ...(text.includes(`"resolved": "http`) ? ["the lock names a registry"] : []),
      ];
    },
    {
      "package-lock.json": `{"packages": {"node_modules/a": {"optionalDependencies": {"a-linux": "1.0.0"}}}}`,
    },
    {
      "package-lock.json": `{"packages": {"node_modules/a": {"resolved": "https://a.example/a.tgz"}}}`,
    },
  ),
  rule(
    "the top level has no folder but src, supabase and tests",
    ({ files }) =>
      files
        .filter(({ path }) => path.includes("/") && !/^(src|supabase|tests|\.ci)\//.test(path))
        .map(({ path }) => `${path} is in no known folder`),
    { "docs/a.md": "" },
  ),
];
