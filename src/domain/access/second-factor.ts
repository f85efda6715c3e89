/** Acts of a cut-over: what a provider's people do only with a second factor, where the provider demands it. */
import type { Permission } from "./permissions.ts";

/** Clients, who share some of these, are never asked for one. The database has the last word; a test proves both equal. */
export const secondFactorPermissions = [
  "cutover.rehearse",
  "cutover.start",
  "cutover.second_approve",
  "cutover.approve",
  "cutover.abort",
  "cutover.retry",
  "cutover.resolve",
  "cutover.fail",
  "code.request",
  "code.enter",
  "step.complete",
  "exception.settle",
  "pin.set",
  "message.test",
] as const satisfies readonly Permission[];
