import { expect, it } from "vitest";
import { healthOf } from "./health-schema.ts";

const entity = (more: object) => ({ entity_type: "WABA", id: "7102", can_send_message: "BLOCKED", ...more });

it("keeps the statuses, the error codes and Meta's suggestions, without ids", () => {
  const errors = [
    {
      error_code: 141_006,
      error_description: "No payment method.",
      possible_solution: "Add a payment method.",
    },
  ];
  const given = { can_send_message: "BLOCKED", entities: [entity({ errors })] };
  expect(healthOf(given)).toEqual({
    health: {
      canSend: "BLOCKED",
      entities: [
        {
          type: "WABA",
          canSend: "BLOCKED",
          errors: [{ code: 141_006, description: "No payment method.", solution: "Add a payment method." }],
          notes: [],
        },
      ],
    },
  });
});

it("keeps what Meta says about a limit, as a list or as one text", () => {
  const of = (additional_info: unknown) =>
    healthOf({ entities: [entity({ additional_info })] }).health?.entities[0]?.notes;
  expect(of(["Verify the business."])).toEqual(["Verify the business."]);
  expect(of("Verify the business.")).toEqual(["Verify the business."]);
  expect(of({ text: "x" })).toEqual([]);
});

it("redacts and truncates what Meta says", () => {
  const errors = [{ error_description: `robin@example.com EAAexampleOfSomeToken0001 ${"x".repeat(900)}` }];
  const kept = healthOf({ entities: [entity({ errors })] }).health?.entities[0]?.errors[0]?.description ?? "";
  expect(kept).not.toMatch(/robin|EAAexample/);
  expect(kept.length).toBeLessThanOrEqual(300);
});

it("tolerates unknown values, and treats a value that is no text as missing", () => {
  expect(healthOf({ can_send_message: "SOMETIMES", entities: [] }).health?.canSend).toBe("SOMETIMES");
  expect(healthOf({ can_send_message: { a: 1 }, entities: "x" }).health).toEqual({
    canSend: null,
    entities: [],
  });
});

it.each([undefined, null, "AVAILABLE", 7, []])("reads nothing from %j", (given) => {
  expect(healthOf(given)).toEqual({});
});
