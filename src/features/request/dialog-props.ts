/** The dialogs of the request page by name, and the props of each. */
import type { RequestRow } from "../../queries/request-row.ts";

export type DialogName =
  | "assign"
  | "ask"
  | "facts"
  | "route"
  | "schedule"
  | "exception"
  | "hold"
  | "postpone"
  | "reject"
  | "cancel"
  | "fail";

/** The request, and the version that the acting person saw. */
export type CommandTarget = { request: string; version: number };

export type DialogProps = { request: RequestRow; onClose: () => void };
