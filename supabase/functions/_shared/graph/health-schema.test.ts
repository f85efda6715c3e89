import { expect, it } from "vitest";
import { healthOf } from "./health-schema.ts";

const entity = (more: object) => ({ entity_type: "WABA", id: "7102", can_send_message: "BLOCKED", ...more });

it("keeps the words, the numbers of the errors and what Meta suggests, without ids", () => {
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

it("keeps what Meta says of a limit, whether as a list or as one text", () => {
  const of = (additional_info: unknown) =>
    healthOf({ entities: [entity({ additional_info })] }).health?.entities[0]?.notes;
  expect(of(["Verify the business."])).toEqual(["Verify the business."]);
  expect(of("Verify the business.")).toEqual(["Verify the business."]);
  expect(of({ text: "x" })).toEqual([]);
});

it("redacts what Meta says, and cuts it", () => {
  const errors = [{ error_description: `robin@example.com EAAexampleOfSomeToken0001 ${"x".repeat(900)}` }];
  const kept = healthOf({ entities: [entity({ errors })] }).health?.entities[0]?.errors[0]?.description ?? "";
  expect(kept).not.toMatch(/robin|EAAexample/);
  expect(kept.length).toBeLessThanOrEqual(300);
});

it("tolerates words it does not know, and takes what is no word for none", () => {
  expect(healthOf({ can_send_message: "SOMETIMES", entities: [] }).health?.canSend).toBe("SOMETIMES");
  expect(healthOf({ can_send_message: { a: 1 }, entities: "x" }).health).toEqual({
    canSend: null,
    entities: [],
  });
});

it.each([undefined, null, "AVAILABLE", 7, []])("reads nothing from %j", (given) => {
  expect(healthOf(given)).toEqual({});
});
