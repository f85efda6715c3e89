/** Cut-over commands that a provider's staff may give only with a second factor, where the provider requires one. */
import type { Permission } from "./permissions.ts";

/** Clients are never asked for one, though they hold some of these. The database decides; a test proves both equal. */
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
