/** Sends an invitation, or repeats one: to the provider in a role, or to act for a client. */
import { useCommand } from "../../queries/commands/command-provider.ts";
import type { InvitedAs } from "./use-members.ts";

/** `invite` resolves to whether it was done; otherwise the person has seen why not. */
export function useInvite(provider: string) {
  const { run, pending } = useCommand();
  const invite = async (
    { email, name }: { email: string; name: string },
    as: InvitedAs,
  ): Promise<boolean> => {
    const person = { provider, email, name };
    const outcome =
      as.role === "client"
        ? await run("invite_client_member", { ...person, client: as.client_id })
        : await run("invite_member", { ...person, role: as.role });
    return outcome !== undefined;
  };
  return { invite, pending };
}
