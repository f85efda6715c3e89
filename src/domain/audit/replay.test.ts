import { expect, test } from "vitest";
import { differences, replay } from "./replay.ts";

function body(data: Record<string, unknown>): string {
  const row = { v: 1, provider: "p", seq: 1, previous: "", id: 1, at: "", kind: "k", actor: "engine" };
  return JSON.stringify({ ...row, actorId: null, request: "r", event: null, data });
}
const opened = (field: string, value: unknown) => ({ field, salt: "s", value: JSON.stringify(value) });

test("the last word about each column counts, opened where it was committed to", () => {
  const rebuilt = replay([
    {
      body: body({ set: { status: "draft", version: 1 }, committed: { contact_name: "h" } }),
      values: [opened("contact_name", "Ida")],
    },
    {
      body: body({ set: { version: 2 }, committed: { "event.data": "h" } }),
      values: [opened("event.data", {})],
    },
  ]);
  expect(rebuilt).toEqual({ row: { status: "draft", version: 2, contact_name: "Ida" }, erased: [] });
  expect(differences(rebuilt, { status: "draft", version: 2, contact_name: "Ida", note: null })).toEqual([]);
  expect(differences(rebuilt, { status: "completed", version: 2, contact_name: "Ida", note: "x" })).toEqual([
    "note",
    "status",
  ]);
});

test("what was erased is not compared until a later row says it anew", () => {
  const first = { body: body({ set: { version: 1 }, committed: { contact_name: "h" } }), values: [] };
  expect(replay([first]).erased).toEqual(["contact_name"]);
  expect(differences(replay([first]), { version: 1, contact_name: null })).toEqual([]);
  const second = {
    body: body({ committed: { contact_name: "g" } }),
    values: [opened("contact_name", "Eve")],
  };
  const third = { body: body({ set: { contact_name: null } }) };
  expect(differences(replay([first, second]), { version: 1, contact_name: "Ida" })).toEqual(["contact_name"]);
  expect(differences(replay([first, third]), { version: 1, contact_name: null })).toEqual([]);
});

test("objects are equal whatever the order of their keys", () => {
  const rebuilt = replay([{ body: body({ set: { tracks: { number: "done", billing: "pending" } } }) }]);
  expect(differences(rebuilt, { tracks: { billing: "pending", number: "done" } })).toEqual([]);
  expect(differences(rebuilt, { tracks: { billing: "done", number: "done" } })).toEqual(["tracks"]);
});
