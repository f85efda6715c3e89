/** The status machine; the rows of private.transitions in the database are generated from it. */
import type { Permission } from "../access/permissions.ts";
import type { Status } from "./statuses.ts";

export type Transition = { permission: Permission; from: Status; to: Status };

export const transitions: readonly Transition[] = [
  { permission: "request.submit", from: "draft", to: "submitted" },
  { permission: "request.accept", from: "submitted", to: "preparing" },
  { permission: "request.reject", from: "submitted", to: "rejected" },
  { permission: "request.schedule", from: "preparing", to: "scheduled" },
  { permission: "request.schedule", from: "scheduled", to: "scheduled" },
  { permission: "request.postpone", from: "scheduled", to: "preparing" },
  { permission: "request.cancel", from: "draft", to: "cancelled" },
  { permission: "request.cancel", from: "submitted", to: "cancelled" },
  { permission: "request.cancel", from: "preparing", to: "cancelled" },
  { permission: "request.cancel", from: "scheduled", to: "cancelled" },
  { permission: "request.expire", from: "draft", to: "cancelled" },
  { permission: "cutover.start", from: "scheduled", to: "cutover" },
  { permission: "cutover.abort", from: "cutover", to: "preparing" },
  { permission: "cutover.connected", from: "cutover", to: "monitoring" },
  { permission: "cutover.fail", from: "cutover", to: "failed" },
  { permission: "cutover.fail", from: "monitoring", to: "failed" },
  { permission: "request.complete", from: "monitoring", to: "completed" },
];

/** Whether the command is open in this status; the database alone judges commands without a transition. */
export function leadsFrom(permission: Permission, status: Status): boolean {
  return transitions.some((t) => t.permission === permission && t.from === status);
}
