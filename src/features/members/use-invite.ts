/** Invites somebody, or once more: to the desk in a role, or to act for a client. */
import type { InvitedRole } from "#domain/access/permissions.ts";
import { useSettingsCommand } from "../../providers/command-provider.ts";

/** For a client user `clientId` says whose. */
export type Invited = { email: string; name: string; role: InvitedRole; clientId: string | null };

/** `invite` resolves to whether it was done; else the person was told why not. */
export function useInvite(provider: string) {
  const { run, pending } = useSettingsCommand();
  const invite = async ({ email, name, role, clientId }: Invited): Promise<boolean> => {
    const person = { provider, email, name };
    const outcome =
      role === "client"
        ? await run("invite_client_member", { ...person, client: clientId ?? "" })
        : await run("invite_member", { ...person, role });
    return outcome !== undefined;
  };
  return { invite, pending };
}
