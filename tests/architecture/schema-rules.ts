/** What holds for the schema: it can be read, and each thing of it stands once. */
import { type Rule, rule } from "./rule.ts";
import type { SourceTree } from "./source-tree.ts";

const maxColumns = 120;

/** reference.sql is made by a command, for the database to read. */
const schemaFiles = ({ files }: SourceTree) =>
  files.filter(
    ({ path }) => /^supabase\/schemas\/.*\.sql$/.test(path) && path !== "supabase/schemas/reference.sql",
  );

export const schemaRules: Rule[] = [
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
