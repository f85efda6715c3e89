import { expect, it } from "vitest";
import { createLogger, type LogFields, redact } from "./log.ts";

it.each([
  ["token EAAGm0PX4ZCps1234", "token [redacted]"],
  ["key sb_secret_N7UND0UgjKTVK", "key [redacted]"],
  ["Bearer eyJhbGciOi.eyJzdWIiOi.c2ln-x_", "Bearer [redacted]"],
  ["code=123456, pin:654321", "code=[redacted], pin:[redacted]"],
  ["1234567 rows", "1234567 rows"],
  ["+44 7700 900123 of ada@example.com", "[redacted] of [redacted]"],
])("redacts %j", (text, expected) => {
  expect(redact(text)).toBe(expected);
});

it("writes only the allowed fields", () => {
  const lines: string[] = [];
  const given: LogFields & { phoneNumber: string } = {
    request: "3f123456-1234-4abc-8abc-123456789012",
    status: 409,
    message: "pin 123456",
    phoneNumber: "+447700900123",
  };
  createLogger("tick", (line) => lines.push(line)).error("failed", given);
  expect(lines).toEqual([
    JSON.stringify({
      level: "error",
      function: "tick",
      event: "failed",
      message: "pin [redacted]",
      status: 409,
      request: "3f123456-1234-4abc-8abc-123456789012",
    }),
  ]);
});
