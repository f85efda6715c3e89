/** The invitations that nobody has been mailed yet, and the note that one was sent. */
import { invitedRoles } from "#domain/access/permissions.ts";
import * as z from "zod/mini";
import type { CallFunction } from "../../_shared/database/call.ts";
import { goodRows } from "../../_shared/database/good-rows.ts";

const invitationDue = z.object({
  id: z.string(),
  /** The provider's name. */
  provider: z.string(),
  /** The company that they will act for; null if they will work for the provider. */
  client: z.nullable(z.string()),
  locale: z.enum(["en", "ru"]),
  to: z.string(),
  role: z.enum(invitedRoles),
  expiresAt: z.string(),
});
export type InvitationDue = z.infer<typeof invitationDue>;

/** The oldest first. */
export async function dueInvitations(call: CallFunction): Promise<InvitationDue[]> {
  return goodRows(invitationDue, await call("engine_due_invitations", {}), "engine_due_invitations");
}

export async function noteMailedInvitation(call: CallFunction, id: string): Promise<void> {
  await call("engine_note_mailed_invitation", { p_invitation: id });
}
