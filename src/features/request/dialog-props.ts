/** The dialogs of the request page by name, and what each of them is given. */
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

/** The request, and the version at which whoever acts saw it. */
export type CommandTarget = { request: string; version: number };

export type DialogProps = { request: RequestRow; onClose: () => void };
