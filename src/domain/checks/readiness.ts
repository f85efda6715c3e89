/** How ready a request is, judged by its checks alone; private.settled applies the same rule. */
import { type CheckCode, checkCatalogue, type CheckStatus } from "./check-catalogue.ts";

export type CheckState = { code: CheckCode; status: CheckStatus };

export type Readiness = {
  passed: number;
  total: number;
  /** 0 to 100; 0 while a hard check has failed. */
  percent: number;
};

/** Passed, or waived by somebody with permission. */
export function isSettled({ status }: Pick<CheckState, "status">): boolean {
  return status === "passed" || status === "waived";
}

export function readinessOf(checks: readonly CheckState[]): Readiness {
  const passed = checks.filter(isSettled).length;
  const blocked = checks.some(({ code, status }) => status === "failed" && checkCatalogue[code].hard);
  const percent = blocked || checks.length === 0 ? 0 : Math.floor((passed * 100) / checks.length);
  return { passed, total: checks.length, percent };
}
