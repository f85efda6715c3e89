/** The story of a newcomer who goes through Portdesk: what to type, and where the number moves. */
import { type Newcomer, newcomers, type NewcomerTrouble } from "./newcomers.ts";
import { demoPassword } from "./people.ts";
import type { ProviderKey } from "./providers.ts";

/** A number of that provider with that trouble, or with none. Throws if the demo has no such number. */
export function newcomerWith(provider: ProviderKey, trouble: NewcomerTrouble | null): Newcomer {
  const found = newcomers.find(
    (one) => one.provider === provider && one.trouble === trouble && one.accountModel === "old",
  );
  if (!found) throw new Error(`The demo has no newcomer of ${provider} with ${trouble ?? "no trouble"}`);
  return found;
}

/** Maple & Thread moves +1 202 555 0142 from Fernway Comms to Brightline Messaging. */
export const story = {
  provider: "brightline",
  newcomer: newcomerWith("brightline", null),
  person: { name: "June Alder", email: "june@maplethread.example", password: demoPassword },
  authorised: { name: "Hugo Alder", email: "hugo@maplethread.example", position: "Owner" },
  oldProvider: "Fernway Comms",
  connection: "Brightline app",
} as const;
