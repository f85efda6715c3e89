import { expect, it } from "vitest";
import { GraphFailure } from "../graph/graph-failure.ts";
import type { NumberFacts } from "../graph/graph-port.ts";
import { readOldSide } from "./evidence.ts";
import type { MoveContext } from "./move-context.ts";

const move = {
  sourceWabaId: "7101",
  sourcePhoneNumberId: "7201",
  phoneNumber: "+12025550123",
} as MoveContext;
const shown = "+1 202-555-0123";
const read = (...list: NumberFacts[]) => readOldSide({ listNumbers: () => Promise.resolve(list) }, move);

it.each<[string, NumberFacts[], string]>([
  [
    "remains while it is registered",
    [{ id: "7201", displayPhoneNumber: shown, status: "CONNECTED" }],
    "standing",
  ],
  ["is lost when it is gone", [{ id: "7299", displayPhoneNumber: "+1 202-555-0199" }], "lost"],
  [
    "is lost when it shows as departed",
    [{ id: "7201", displayPhoneNumber: shown, status: "MIGRATED" }],
    "lost",
  ],
  ["is found by its id where its number is not shown", [{ id: "7201", status: "CONNECTED" }], "standing"],
  [
    "is found by its number under another id",
    [{ id: "7299", displayPhoneNumber: shown, status: "FLAGGED" }],
    "standing",
  ],
  ["may be an entry without a number", [{ id: "7299", status: "CONNECTED" }], "unread"],
  [
    "is not lost with an unknown status",
    [{ id: "7201", displayPhoneNumber: shown, status: "NEW" }],
    "unread",
  ],
  [
    "remains while one of two entries is registered",
    [
      { id: "7201", displayPhoneNumber: shown, status: "MIGRATED" },
      { id: "7202", displayPhoneNumber: shown, status: "CONNECTED" },
    ],
    "standing",
  ],
])("the number at the old provider %s", async (_what, list, expected) => {
  expect(await read(...list)).toBe(expected);
});

it("is unread where the list or the account is out of reach", async () => {
  const details = { kind: "refused", status: 403, code: 10 } as const;
  const listNumbers = () => Promise.reject(new GraphFailure("no", details));
  expect(await readOldSide({ listNumbers }, move)).toBe("unread");
  expect(await readOldSide({ listNumbers }, { ...move, sourceWabaId: null })).toBe("unread");
});
