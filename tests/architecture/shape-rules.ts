/** What holds for every module: endings, no circle, tests apart, names, sizes. */
import { posix } from "node:path";
import { findCircles } from "./circles.ts";
import { type Rule, refuseImports, rule } from "./rule.ts";
import { isTest, type SourceFile } from "./source-tree.ts";

const everywhere = () => true;
const mayImportTests = (path: string) => isTest(path) || path === "vite.config.ts";
const isOurs = (path: string) => /^(src|supabase|tests)\//.test(path);

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*$/;
const migration = /^\d{14}_[a-z0-9_]+\.sql$/;
const isWellNamed = (name: string) =>
  kebab.test(name) || migration.test(name) || /^(_shared|README\.md)$/.test(name);

const maxFiles = 25;
const maxLines = 300;
const maxMedianLines = 60;
const linesOf = ({ text }: SourceFile) => text.trimEnd().split("\n").length;

export const shapeRules: Rule[] = [
  rule(
    "a relative import names a file that exists, with its ending",
    refuseImports(
      everywhere,
      ({ path }, _file, tree) => path !== undefined && !tree.has(path.replace(/\?\w+$/, "")),
    ),
    { "src/a.ts": `import { b } from "./b";`, "src/b.ts": "" },
  ),
  rule(
    "nobody imports tests but tests",
    refuseImports(
      (path) => !mayImportTests(path),
      ({ path }) => path !== undefined && isTest(path),
    ),
    { "src/a.ts": `import { b } from "../tests/support/b.ts";` },
    { "supabase/local/a.ts": `import { b } from "./b.test.ts";` },
  ),
  rule(
    "imports never go in a circle",
    findCircles,
    {
      "src/a.ts": `import { b } from "./b.ts";`,
      "src/b.ts": `export * from "./c.ts";`,
      "src/c.ts": `import type { A } from "./a.ts";`,
    },
    { "src/domain/a.ts": `import "#domain/a.ts";` },
  ),
  rule(
    `no folder holds more than ${maxFiles} files`,
    ({ files }) => {
      const counts = new Map<string, number>();
      for (const { path } of files.filter((file) => isOurs(file.path)))
        counts.set(posix.dirname(path), (counts.get(posix.dirname(path)) ?? 0) + 1);
      return [...counts].flatMap(([folder, count]) =>
        count > maxFiles && folder !== "supabase/migrations" ? [`${folder} holds ${count} files`] : [],
      );
    },
    Object.fromEntries(Array.from({ length: maxFiles + 1 }, (_, index) => [`src/ui/a${index}.ts`, ""])),
  ),
  rule(
    "files and folders are named in kebab-case",
    ({ files }) =>
      files
        .filter(({ path }) => isOurs(path) && !path.split("/").every(isWellNamed))
        .map(({ path }) => `${path} is not kebab-case`),
    { "src/ui/StatusTag.tsx": "" },
    { "src/features/Requests/list.tsx": "" },
    { "supabase/migrations/requests.SQL": "" },
  ),
  rule(
    "only a function's entry point is called index",
    ({ files }) =>
      files
        .filter(({ path }) => isOurs(path) && /\/index\.\w+$/.test(path))
        .filter(({ path }) => !/^supabase\/functions\/[a-z][a-z-]*\/index\.ts$/.test(path))
        .map(({ path }) => `${path} hides its name`),
    { "src/ui/index.ts": "" },
    { "supabase/functions/_shared/index.ts": "" },
  ),
  rule(
    `no module is longer than ${maxLines} lines`,
    ({ modules }) =>
      modules
        .filter((file) => linesOf(file) > maxLines)
        .map((file) => `${file.path} has ${linesOf(file)} lines`),
    { "src/a.ts": "a();\n".repeat(maxLines + 1) },
  ),
  rule(
    `half of the modules have at most ${maxMedianLines} lines`,
    ({ modules }) => {
      const lengths = modules.map(linesOf).toSorted((a, b) => a - b);
      const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
      return median > maxMedianLines ? [`the median module has ${median} lines`] : [];
    },
    { "src/a.ts": "a();\n".repeat(100), "src/b.ts": "b();\n".repeat(61), "src/c.ts": "" },
  ),
];
