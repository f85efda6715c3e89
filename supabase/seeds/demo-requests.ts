/** All requests of the demo with their facts, per provider in order of filing. */
import type { RequestFacts } from "./meta-facts.ts";
import { clients } from "./people.ts";
import { type ProviderKey, providers } from "./providers.ts";
import { clientSerial, metaIds, type RequestSeed, requestSerial } from "./request-seed.ts";
import { brightlineRequests } from "./requests-brightline.ts";
import { severlinkRequests } from "./requests-severlink.ts";
import { stageFacts } from "./stages.ts";

const rows: Record<ProviderKey, readonly RequestSeed[]> = {
  brightline: brightlineRequests,
  severlink: severlinkRequests,
};

/** Troubles in the destination would affect every request of the same client. */
const ownDestination = new Set(["different_business", "destination_pending"]);

export function demoRequests(key: ProviderKey): RequestFacts[] {
  const ordered = rows[key].toSorted((one, other) => other.filed - one.filed);
  return ordered.map((seed, index) => {
    const place = clients[key].findIndex((client) => client.key === seed.client);
    const client = clients[key][place];
    if (!client) throw new Error(`No client ${seed.client} at ${key}`);
    const serial = requestSerial(key, index);
    const own = ownDestination.has(stageFacts(seed.stage).trouble ?? "");
    return {
      seed,
      provider: providers[key],
      client,
      serial,
      ids: metaIds(serial, clientSerial(key, place), own),
    };
  });
}

/** The client's input to the application form, with the names of src/domain/requests/application.ts. */
export function applicationOf({ seed, client, provider, ids }: RequestFacts): Record<string, unknown> {
  const { lacks } = stageFacts(seed.stage);
  const acknowledged = [
    "service_by_route",
    "history_stays",
    "templates_by_route",
    "templates_not_copied",
    "number_keeps_by_route",
  ];
  const known = lacks !== "waba_data";
  return {
    phoneNumber: seed.phone,
    phoneCountry: seed.country,
    locale: provider.locale,
    companyName: client.company,
    contactName: client.user.name,
    contactEmail: client.user.email,
    authorisedName: lacks === "acknowledgements" ? null : client.authorised.name,
    authorisedEmail: lacks === "acknowledgements" ? null : client.authorised.email,
    authorisedPosition: lacks === "acknowledgements" ? null : client.authorised.position,
    oldProviderName: seed.oldProvider,
    reason: seed.reason,
    reasonNote: seed.note ?? null,
    monthlyVolume: seed.volume,
    sourceBusinessId: known ? ids.business : null,
    sourceWabaId: known ? ids.sourceWaba : null,
    sourcePhoneNumberId: known ? ids.sourcePhone : null,
    platformAccount:
      lacks === "platform_account" || lacks === "acknowledgements" ? null : client.platformAccount,
    acknowledgements: lacks === "acknowledgements" ? acknowledged.slice(0, 2) : acknowledged,
  };
}
