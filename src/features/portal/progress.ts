/** The five stages of a move in the client's words, in place of Portdesk's own statuses. */
import type { NextAction } from "#domain/status/statuses.ts";
import type { PortalRequest } from "./portal-request.ts";

export const stages = ["filed", "checking", "preparing", "moving", "done"] as const;
export type Stage = (typeof stages)[number];

/** The current stage of the request, or nothing if it ended without a move. */
export function stageOf(request: Pick<PortalRequest, "status" | "next_action">): Stage | undefined {
  switch (request.status) {
    case "draft":
      return "filed";
    case "submitted":
      return "checking";
    case "preparing": {
      const checking: NextAction[] = ["choose_route", "pass_check", "resolve_exception"];
      return request.next_action && checking.includes(request.next_action) ? "checking" : "preparing";
    }
    case "scheduled":
      return "preparing";
    case "cutover":
      return "moving";
    case "monitoring":
    case "completed":
      return "done";
    case "rejected":
    case "cancelled":
    case "failed":
      return undefined;
  }
}
