/** The tokens that expire soon, with whom to notify, and the note that they were notified. */
import { tokenEndKinds, tokenNoticeDays } from "#domain/access/token-ends.ts";
import * as z from "zod/mini";
import type { CallFunction } from "../../_shared/database/call.ts";
import { goodRows } from "../../_shared/database/good-rows.ts";

const tokenNoticeDue = z.object({
  connection: z.string(),
  /** The connection's name, as the provider entered it. */
  name: z.string(),
  provider: z.string(),
  providerName: z.string(),
  locale: z.enum(["en", "ru"]),
  kind: z.enum(tokenEndKinds),
  /** ISO. */
  endsAt: z.string(),
  days: z.int(),
  /** The admins' e-mail addresses. */
  to: z.array(z.string()),
});
export type TokenNoticeDue = z.infer<typeof tokenNoticeDue>;

export async function dueTokenNotices(call: CallFunction): Promise<TokenNoticeDue[]> {
  const due = await call("engine_due_token_notices", { p_days: [...tokenNoticeDays] });
  return goodRows(tokenNoticeDue, due, "engine_due_token_notices");
}

export async function noteTokenNotice(
  call: CallFunction,
  { connection, kind, endsAt, days }: TokenNoticeDue,
): Promise<void> {
  const parameters = { p_connection: connection, p_kind: kind, p_ends_at: endsAt, p_days: days };
  await call("engine_note_token_notice", parameters);
}
