/** The mails that are due to clients, and the note that one was sent. */
import * as z from "zod/mini";
import type { CallFunction } from "../../_shared/database/call.ts";
import { goodRows } from "../../_shared/database/good-rows.ts";

/** The changes that Portdesk mails clients about. */
export const clientMailKinds = [
  "clock.reminder_1",
  "clock.reminder_2",
  "clock.reminder_3",
  "clock.client_silent",
  "window.day_before",
  "window.hour_before",
  "request.ask",
  "request.schedule",
] as const;

const clientMailDue = z.object({
  id: z.string(),
  kind: z.enum(clientMailKinds),
  request: z.string(),
  /** The provider's name and its office's e-mail address. */
  provider: z.string(),
  office: z.string(),
  locale: z.enum(["en", "ru"]),
  to: z.string(),
  /** E.164. */
  phone: z.string(),
  /** The start of the window; null if there is none. */
  startsAt: z.nullable(z.string()),
  timeZone: z.string(),
  /** Whether the number has moved. */
  moved: z.boolean(),
});
export type ClientMailDue = z.infer<typeof clientMailDue>;

/** Those not yet tried first. */
export async function dueClientMails(call: CallFunction): Promise<ClientMailDue[]> {
  return goodRows(clientMailDue, await call("engine_due_client_mails", {}), "engine_due_client_mails");
}

export async function noteClientMail(call: CallFunction, id: string): Promise<void> {
  await call("engine_note_client_mail", { p_id: id });
}
