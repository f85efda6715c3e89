import { expect, it, vi } from "vitest";
import { formatOf } from "./format.ts";

vi.stubGlobal("navigator", { languages: [] });

const day = "2026-11-20T10:00:00Z";

it("ends a Russian date without the sign of the year, and keeps every other part", () => {
  const { date, range } = formatOf("ru");
  expect(date(day, "longDate", "UTC")).toBe("20 ноября 2026");
  expect(date(day, "date", "UTC")).toMatch(/^20 нояб\.\s2026$/);
  expect(date(day, "fullDateTime", "UTC")).toMatch(/^пятница, 20 ноября 2026.+10:00$/);
  expect(range(day, "2026-11-25T10:00:00Z", "longDate")).not.toContain("г.");
});

it("leaves English dates as they are", () => {
  expect(formatOf("en").date(day, "longDate", "UTC")).toBe("20 November 2026");
});
