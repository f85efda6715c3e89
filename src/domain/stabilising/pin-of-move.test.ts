import { expect, it } from "vitest";
import { pinOfMove } from "./pin-of-move.ts";

const done = { state: "done", called_at: "2026-11-20T12:00:00Z", pin_shown_at: "2026-11-20T12:00:02Z" };

it("was shown with the call that registered, or to nobody", () => {
  expect(pinOfMove(done)).toBe("shown");
  expect(pinOfMove({ ...done, called_at: null })).toBe("shown");
  expect(pinOfMove({ ...done, pin_shown_at: null })).toBe("unseen");
  expect(pinOfMove({ ...done, pin_shown_at: "2026-11-20T10:00:00Z" })).toBe("unseen");
});

it("is not ours where the desk did not register the number", () => {
  expect(pinOfMove(undefined)).toBe("by_hand");
  expect(pinOfMove({ ...done, state: "skipped" })).toBe("by_hand");
});
