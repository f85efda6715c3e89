/** What holds for the schema: it can be read, and each thing of it stands once. */
import { topics } from "../../supabase/database/schema-files.ts";
import { type Rule, rule } from "./rule.ts";
import type { SourceTree } from "./source-tree.ts";

const maxColumns = 120;

/** reference.sql is made by a command, for the database to read. */
const schemaFiles = ({ files }: SourceTree) =>
  files.filter(
    ({ path }) => /^supabase\/schemas\/.*\.sql$/.test(path) && path !== "supabase/schemas/reference.sql",
  );

/** What the database has and the rules of the domain do not: tenants, and the work that failed. */
const topicsOfDatabaseAlone = ["providers", "jobs"];
/** Suites about the whole of it. */
const suitesOfAll = ["schema", "seeds"];

export const schemaRules: Rule[] = [
  rule(
    "a topic has one name in the domain, the schemas and the database's tests",
    ({ files }) => {
      const namesIn = (place: string) => {
        const inside = files.filter(({ path }) => path.startsWith(place));
        const parts = inside.map(({ path }) => path.slice(place.length).split("/"));
        return new Set(parts.flatMap(([folder = "", file]) => (file === undefined ? [] : [folder])));
      };
      const inDomain = namesIn("src/domain/");
      return [
        ...[...namesIn("supabase/schemas/")].filter(
          (topic) =>
            !topics.includes(topic) || !(inDomain.has(topic) || topicsOfDatabaseAlone.includes(topic)),
        ),
        ...[...namesIn("tests/database/")].filter((topic) => ![...topics, ...suitesOfAll].includes(topic)),
      ].map((topic) => `${topic} is no topic of the domain`);
    },
    { "src/domain/checks/a.ts": "", "supabase/schemas/checking/rules.sql": "" },
    { "tests/database/queue/a.test.ts": "" },
  ),
  rule(
    "each function of the database stands once",
    (tree) => {
      const places = new Map<string, string[]>();
      for (const { path, text } of schemaFiles(tree))
        for (const [, name = ""] of text.matchAll(/^create (?:or replace )?function ([\w.]+)/gim))
          places.set(name, [...(places.get(name) ?? []), path]);
      return [...places].flatMap(([name, paths]) =>
        paths.length > 1 ? [`${name} stands in ${paths.join(" and ")}`] : [],
      );
    },
    {
      "supabase/schemas/checks/rules.sql": "create function private.a() returns void",
      "supabase/schemas/routes/rules.sql": "create or replace function private.a() returns void",
    },
  ),
  rule(
    `no line of the schema is longer than ${maxColumns} columns`,
    (tree) =>
      schemaFiles(tree).flatMap(({ path, text }) =>
        text
          .split("\n")
          .flatMap((line, index) =>
            line.length > maxColumns ? [`${path}:${index + 1} has ${line.length} columns`] : [],
          ),
      ),
    { "supabase/schemas/checks/rules.sql": `-- ${"a".repeat(maxColumns)}` },
  ),
];
