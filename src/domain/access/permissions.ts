/** Who may do what; the rows of private.permissions in the database are generated from it. */

export const roles = ["admin", "manager", "analyst", "client", "engine"] as const;
export type Role = (typeof roles)[number];

/** Roles of people who work for a provider. */
export const memberRoles = ["admin", "manager", "analyst"] as const satisfies readonly Role[];
export type MemberRole = (typeof memberRoles)[number];

/** Roles that an invitation can grant. */
export const invitedRoles = [...memberRoles, "client"] as const satisfies readonly Role[];

const reading = ["request.read", "report.read", "report.export"] as const;

const managing = [
  "request.accept",
  "request.reject",
  "request.ask",
  "request.assign",
  "request.hold",
  "request.edit",
  "request.schedule",
  "request.postpone",
  "request.cancel",
  "request.complete",
  "check.run",
  "check.confirm",
  "check.waive_soft",
  "exception.open",
  "exception.settle",
  "track.set",
  "cutover.rehearse",
  "cutover.start",
  "cutover.abort",
  "cutover.approve",
  "cutover.retry",
  "cutover.resolve",
  "cutover.fail",
  "code.request",
  "code.enter",
  "step.complete",
  "comment.internal",
  "comment.client",
  "moves.halt",
  "alarm.acknowledge",
  "pin.set",
  "message.test",
] as const;

const administration = [
  "check.waive_hard",
  "cutover.second_approve",
  "connection.manage",
  "member.manage",
  "tariff.manage",
  "settings.manage",
  "moves.resume",
  "audit.read",
] as const;

const client = [
  "request.read",
  "request.draft",
  "request.submit",
  "request.cancel",
  "window.confirm",
  "check.confirm_own",
  "facts.edit_own",
  "code.request",
  "code.enter",
  "signup.finish",
  "step.complete_own",
  "comment.client",
  "pin.set",
  "integration.confirm",
] as const;

const engine = ["request.expire", "cutover.connected", "cutover.fail"] as const;

export type Permission =
  | (typeof reading)[number]
  | (typeof managing)[number]
  | (typeof administration)[number]
  | (typeof client)[number]
  | (typeof engine)[number];

export const permissions: Record<Role, readonly Permission[]> = {
  admin: [...reading, ...managing, ...administration],
  manager: [...reading, ...managing],
  analyst: reading,
  client,
  engine,
};

/** Whether any of a person's roles carries the permission. */
export function permits(held: readonly Role[], permission: Permission): boolean {
  return held.some((role) => permissions[role].includes(permission));
}
