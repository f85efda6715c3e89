import { expect, it } from "vitest";
import * as z from "zod/mini";
import { goodRows } from "./good-rows.ts";

const schema = z.object({ id: z.string(), hours: z.array(z.object({ from: z.int() })) });

it("keeps the valid rows, and reports where an invalid one is wrong without its contents", () => {
  const said: unknown[] = [];
  const say = { error: (...what: unknown[]) => void said.push(what) };
  const rows = [
    { id: "a", hours: [{ from: 0 }] },
    { id: "b", hours: [{ from: "Ann Lee" }] },
    null,
    { id: "c", hours: [] },
  ];
  expect(goodRows(schema, rows, "engine_due", say).map(({ id }) => id)).toEqual(["a", "c"]);
  expect(said).toEqual([
    ["row_set_aside", { job: "engine_due", message: "hours.0.from" }],
    ["row_set_aside", { job: "engine_due", message: "" }],
  ]);
});

it("throws if it does not receive a list", () => {
  expect(() => goodRows(schema, { id: "a" }, "engine_due")).toThrow();
});
