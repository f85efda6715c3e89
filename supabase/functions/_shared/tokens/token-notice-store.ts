/** The database commands for expiring tokens: whom to notify, and that they were notified. */
import { tokenEndKinds, tokenNoticeDays } from "#domain/access/token-ends.ts";
import * as z from "zod/mini";
import type { CallFunction } from "../database/call.ts";
import { goodRows } from "../database/good-rows.ts";

const due = z.object({
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
export type TokenNoticeDue = z.infer<typeof due>;

export type TokenNoticeStore = {
  due(): Promise<TokenNoticeDue[]>;
  note(notice: TokenNoticeDue): Promise<void>;
};

export function createTokenNoticeStore(call: CallFunction): TokenNoticeStore {
  return {
    due: async () =>
      goodRows(
        due,
        await call("engine_due_token_notices", { p_days: [...tokenNoticeDays] }),
        "engine_due_token_notices",
      ),
    async note({ connection, kind, endsAt, days }) {
      const parameters = { p_connection: connection, p_kind: kind, p_ends_at: endsAt, p_days: days };
      await call("engine_note_token_notice", parameters);
    },
  };
}
