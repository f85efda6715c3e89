import { expect, it } from "vitest";
import { maxSends, parseSends, templateSends } from "./template-sends.ts";

it("reads what spreadsheets and people write", () => {
  const text = '\uFEFFname,language,sends\r\norder_update,en,1200\r\n"hello";"pt_BR";"7"\n\nlogin\tru\t0\n';
  const { rows, problems } = parseSends(text);
  expect(problems).toEqual([]);
  expect(rows).toEqual([
    ["order_update", "en", 1200],
    ["hello", "pt_BR", 7],
    ["login", "ru", 0],
  ]);
  expect(templateSends.safeParse(rows).success).toBe(true);
});

it.each([
  ["a,en", 1, "cells"],
  ["a,en,1,2", 1, "cells"],
  [",en,1", 1, "cells"],
  ["a,English,1", 1, "language"],
  ["a,en,many", 1, "sends"],
  ["a,en,-1", 1, "sends"],
  ["a,en,1.5", 1, "sends"],
  ["a,en,99999999999", 1, "sends"],
  ["a,en,1\na,en,2", 2, "twice"],
  ["", 0, "empty"],
  ["name,language,sends", 0, "empty"],
  ["x".repeat(1_000_001), 0, "too_long"],
])("says what is wrong with %j and where", (text, line, code) => {
  expect(parseSends(text)).toEqual({ rows: [], problems: [{ line, code }] });
});

it("accepts as many lines as there can be templates, and no endless file", () => {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `t_${index},en,1`).join("\n");
  expect(parseSends(lines(maxSends)).rows).toHaveLength(maxSends);
  expect(parseSends(lines(maxSends + 1)).problems).toEqual([{ line: maxSends + 1, code: "too_many" }]);
});

it("accepts nothing when one line is wrong", () => {
  expect(parseSends("a,en,1\nb,en,x\nc,en,3").rows).toEqual([]);
});
