import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { browserRules } from "./browser-rules.ts";
import { dependencyRules } from "./dependency-rules.ts";
import { localeRules } from "./locale-rules.ts";
import { schemaRules } from "./schema-rules.ts";
import { serverRules } from "./server-rules.ts";
import { shapeRules } from "./shape-rules.ts";
import { readTree } from "./source-tree.ts";
import { textRules } from "./text-rules.ts";
import { wordRules } from "./word-rules.ts";

const repository = readTree(resolve(import.meta.dirname, "../.."));
const rules = [
  ...browserRules,
  ...schemaRules,
  ...serverRules,
  ...shapeRules,
  ...localeRules,
  ...textRules,
  ...dependencyRules,
  ...wordRules,
];

test("the rules see the repository", () => {
  expect(repository.modules.length).toBeGreaterThan(50);
  for (const path of ["package.json", ".ci/run", "src/domain/status/transitions.ts"]) {
    expect(repository.has(path), path).toBe(true);
  }
});

describe.each(rules)("$name", (rule) => {
  test("holds", () => {
    expect(rule.breaches(repository)).toEqual([]);
  });

  test("catches what breaks it", () => {
    expect(rule.planted).not.toHaveLength(0);
    for (const planted of rule.planted) {
      expect(rule.breaches(planted), planted.files.map(({ text }) => text).join("\n")).not.toHaveLength(0);
    }
  });
});
