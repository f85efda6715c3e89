import { expect, it } from "vitest";
import { refusalOf } from "./database-error.ts";
import { createLogger } from "../log.ts";

const lines: string[] = [];
const log = createLogger("test", (line) => lines.push(line));

it.each([
  [{ code: "PT409", message: "version_conflict", hint: "7" }, 409, "version_conflict", "7"],
  [{ code: "PT404", message: "request_not_found", hint: "" }, 404, "request_not_found", undefined],
  [{ code: "42501", message: "permission denied for table members" }, 403, "not_permitted", undefined],
  [{ code: "PGRST301", message: "JWT expired" }, 401, "not_signed_in", undefined],
  [{ code: "23505", message: "duplicate key value", hint: "the key" }, 500, "internal", undefined],
  [{ code: "PT409", message: "Key (phone_number)=(…) exists" }, 500, "internal", undefined],
  [{ code: "", message: "fetch failed" }, 500, "internal", undefined],
])("turns %j into a refusal", (error, status, code, hint) => {
  const refusal = refusalOf(error, log);
  expect(refusal).toMatchObject({ status, code });
  expect(refusal.details.hint).toBe(hint);
});

it("logs what it withholds from the caller", () => {
  refusalOf({ code: "23505", message: "duplicate key value" }, log);
  expect(lines.at(-1)).toContain("duplicate key value");
});
