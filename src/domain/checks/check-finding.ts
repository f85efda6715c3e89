/** What one reading of Meta finds, and how findings combine. A missing or unknown value never passes. */
import type { ExceptionCode } from "../exceptions/exception-codes.ts";

export type FindingPart = { field: string; value: string | null };

export type Finding = {
  status: "passed" | "failed" | "pending";
  /** Meta's name for the field that was examined. */
  field: string;
  value: string | null;
  /** The exception that a failure predicts, or why the field could not be read. */
  cause: string | null;
  /** What else was examined. */
  others?: readonly FindingPart[];
};

export const passed = (field: string, value: string): Finding => ({
  status: "passed",
  field,
  value,
  cause: null,
});
export const failed = (field: string, value: string, cause: ExceptionCode): Finding => ({
  status: "failed",
  field,
  value,
  cause,
});
export const unread = (field: string, why: string, value: string | null = null): Finding => ({
  status: "pending",
  field,
  value,
  cause: `could_not_be_read:${why}`,
});

export const isNotGiven = ({ cause }: Finding) => cause === "could_not_be_read:not_given";

type Judgement = { good: readonly string[]; bad: Readonly<Record<string, ExceptionCode>> };

/** `value` undefined or null: Meta gave none. `why`: why its part could not be read. */
export function judge(
  field: string,
  value: string | null | undefined,
  why: string | undefined,
  by: Judgement,
): Finding {
  if (value === null || value === undefined) return unread(field, why ?? "missing");
  if (by.good.includes(value)) return passed(field, value);
  const cause = Object.hasOwn(by.bad, value) ? by.bad[value] : undefined;
  return cause ? failed(field, value, cause) : unread(field, "unknown_value", value);
}

export const every = (values: readonly string[], code: ExceptionCode): Record<string, ExceptionCode> =>
  Object.fromEntries(values.map((value) => [value, code]));

/** The first that does not pass, failures before unreadable ones; otherwise the last. */
export function all(...findings: [Finding, ...Finding[]]): Finding {
  const bad =
    findings.find(({ status }) => status === "failed") ?? findings.find(({ status }) => status === "pending");
  const decisive = bad ?? findings[findings.length - 1] ?? findings[0];
  const others = findings.filter((finding) => finding !== decisive);
  return { ...decisive, others: others.map(({ field, value }) => ({ field, value })) };
}
