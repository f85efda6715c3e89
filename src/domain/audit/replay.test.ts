import { expect, test } from "vitest";
import { differences, replay, readEvent, recordedDifferences } from "./replay.ts";

function body(data: Record<string, unknown>, more: { kind?: string; event?: number } = {}): string {
  const row = { v: 1, provider: "p", seq: 1, previous: "", id: 1, at: "", kind: "k", actor: "engine" };
  return JSON.stringify({ ...row, actorId: null, request: "r", event: null, data, ...more });
}
const opened = (field: string, value: unknown) => ({ field, salt: "s", value: JSON.stringify(value) });

test("the last entry about each column counts, opened where it was a commitment", () => {
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
  expect(rebuilt).toEqual({
    row: { status: "draft", version: 2, contact_name: "Ida" },
    erased: [],
    isRemoved: false,
  });
  expect(differences(rebuilt, { status: "draft", version: 2, contact_name: "Ida", note: null })).toEqual([]);
  expect(differences(rebuilt, { status: "completed", version: 2, contact_name: "Ida", note: "x" })).toEqual([
    "note",
    "status",
  ]);
});

test("an erased column is not compared until a later row sets it again", () => {
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

test("a row that was removed and added again consists of the later entries only", () => {
  const added = { body: body({ set: { role: "admin" } }, { kind: "members.added" }) };
  const removed = { body: body({}, { kind: "members.removed" }) };
  expect(replay([added, removed])).toEqual({ row: {}, erased: [], isRemoved: true });
  const again = { body: body({ set: { name: null } }, { kind: "members.added" }) };
  expect(replay([added, removed, again])).toEqual({ row: { name: null }, erased: [], isRemoved: false });
});

test("an event is what its own entry says, plus later changes to it", () => {
  const data = { visibility: "client", from: "draft", to: "submitted", set: { status: "submitted" } };
  const plain = { body: body(data, { kind: "request.submit", event: 7 }) };
  const real = {
    id: 7,
    request_id: "r",
    kind: "request.submit",
    to_status: "submitted",
    data: {},
    created_at: "",
  };
  const rebuild = (...rows: Parameters<typeof replay>[0][]) =>
    replay(
      rows.flatMap((one) => [...one]),
      readEvent,
    );
  const event = {
    ...real,
    provider_id: "p",
    visibility: "client",
    actor_kind: "engine",
    actor_id: null,
    from_status: "draft",
  };
  expect(recordedDifferences(rebuild([plain]), event)).toEqual([]);
  expect(
    recordedDifferences(rebuild([plain]), { ...event, data: { note: "x" }, to_status: "draft" }),
  ).toEqual(["data", "to_status"]);
  const noted = { body: body({ ...data, committed: { "event.data": "h" } }, { kind: "k", event: 7 }) };
  expect(
    recordedDifferences(rebuild([{ ...noted, values: [] }]), { ...event, kind: "k", data: { note: "x" } }),
  ).toEqual([]);
  const changed = {
    body: body({ committed: { data: "h" } }, { kind: "events.changed" }),
    values: [opened("data", { note: "Erased" })],
  };
  const later = rebuild([{ ...noted, values: [] }, changed]);
  expect(recordedDifferences(later, { ...event, kind: "k", data: { note: "Erased" } })).toEqual([]);
  expect(recordedDifferences(later, { ...event, kind: "k", data: { note: "x" } })).toEqual(["data"]);
});
