import { expect, it } from "vitest";
import type { AuditBody } from "./chain.ts";
import { MissingValues } from "./missing-values.ts";

it("names the first missing value, however many are missing", () => {
  const missing = new MissingValues();
  const body = { kind: "clients.changed", data: { committed: { name: "c" } } } as unknown as AuditBody;
  for (let seq = 200_000; seq > 6; seq -= 1) missing.note({ id: seq, seq, values: [] }, body);
  expect(missing.unexplained()).toBe(7);
});
