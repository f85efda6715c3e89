import { expect, it } from "vitest";
import { pinOfMove } from "./pin-of-move.ts";

const done = {
  state: "done",
  called_at: "2026-11-20T12:00:00Z",
  pin_set_at: "2026-11-20T12:00:02Z",
  pin_shown_at: "2026-11-20T12:01:00Z",
};

it("is known once the PIN of the call that registered was noted, and to nobody before", () => {
  expect(pinOfMove(done, null)).toBe("shown");
  expect(pinOfMove({ ...done, called_at: null }, null)).toBe("shown");
  expect(pinOfMove({ ...done, pin_shown_at: null }, null)).toBe("unseen");
  expect(pinOfMove({ ...done, pin_set_at: null }, null)).toBe("unseen");
  // The PIN of an earlier call, noted or not, is not the number's.
  expect(pinOfMove({ ...done, pin_shown_at: "2026-11-20T12:00:01Z" }, null)).toBe("unseen");
  const earlier = { pin_set_at: "2026-11-20T10:00:00Z", pin_shown_at: "2026-11-20T10:01:00Z" };
  expect(pinOfMove({ ...done, ...earlier }, null)).toBe("unseen");
});

it("is not ours where Portdesk did not register the number", () => {
  expect(pinOfMove(undefined, null)).toBe("by_hand");
  expect(pinOfMove({ ...done, state: "skipped" }, null)).toBe("by_hand");
});

it("is the one that the old provider knows if both providers served the number", () => {
  expect(pinOfMove(undefined, "2026-11-20T12:00:00Z")).toBe("old_provider");
  expect(pinOfMove(done, "2026-11-20T12:00:00Z")).toBe("old_provider");
});
