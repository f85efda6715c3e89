/**
 * What Meta shows of a demo request's number, accounts and templates at a moment: the source of checks and snapshots.
 */
import { type CheckFinding, evaluateChecks } from "../../src/domain/checks/check-evaluation.ts";
import type { SideSnapshot } from "../../src/domain/graph/graph-port.ts";
import type { ClientSeed } from "./people.ts";
import type { ProviderSeed } from "./providers.ts";
import type { MetaIds, RequestSeed } from "./request-seed.ts";
import { reached, stageFacts, type Trouble } from "./stages.ts";
import { templatesOf } from "./template-library.ts";

export type RequestFacts = {
  seed: RequestSeed;
  provider: ProviderSeed;
  client: ClientSeed;
  serial: number;
  ids: MetaIds;
};

/** What the checks saw: trouble that arose later, in the cut-over, did not exist yet. */
function troubleAtChecks(facts: RequestFacts): Trouble | undefined {
  const { reach, trouble } = stageFacts(facts.seed.stage);
  return reach === "none" ? trouble : undefined;
}

/** What Portdesk's own rules found in it. */
export function checkReadings(facts: RequestFacts): CheckFinding[] {
  return evaluateChecks({
    source: sourceSnapshot(facts),
    destination: destinationAtChecks(facts),
    request: {
      phoneNumber: facts.seed.phone,
      phoneCountry: facts.seed.country,
      sourceBusinessId: facts.ids.business,
      appId: facts.provider.connection.appId,
      numberLimit: null,
    },
  });
}

/** The destination before the number is added. */
export function destinationAtChecks(facts: RequestFacts): SideSnapshot {
  const trouble = troubleAtChecks(facts);
  const waba = wabaFacts(facts, facts.ids.destinationWaba);
  if (trouble === "different_business") waba.ownerBusinessId = facts.provider.connection.businessId;
  if (trouble === "destination_pending") waba.accountReviewStatus = "PENDING";
  const subscribed = reached(facts.seed.stage, "subscribed");
  return { waba, subscribedAppIds: subscribed ? [facts.provider.connection.appId] : [], numbersInWaba: 0 };
}

/** The source at the old provider, before the move. */
export function sourceSnapshot(facts: RequestFacts): SideSnapshot {
  const trouble = troubleAtChecks(facts);
  return {
    number: {
      ...numberFacts(facts),
      id: facts.ids.sourcePhone,
      newNameStatus: trouble === "name_pending" ? "PENDING_REVIEW" : "NONE",
      isPinEnabled: trouble === "two_step_on",
    },
    waba: wabaFacts(facts, facts.ids.sourceWaba),
    profile: profileOf(facts),
    numbersInWaba: 1,
    templateCount: templatesOf(facts.serial, facts.provider.locale).length,
  };
}

/** The destination after the move. */
export function destinationSnapshot(facts: RequestFacts): SideSnapshot {
  return {
    number: {
      ...numberFacts(facts),
      id: facts.ids.destinationPhone,
      isPinEnabled: true,
      health: { canSend: "AVAILABLE", entities: [] },
    },
    waba: wabaFacts(facts, facts.ids.destinationWaba),
    profile: profileOf(facts),
    subscribedAppIds: [facts.provider.connection.appId],
    numbersInWaba: 1,
    templateCount: templatesOf(facts.serial, facts.provider.locale).length,
  };
}

/** What customers see below the name. */
export function profileOf(facts: RequestFacts) {
  const site = `https://client-${facts.serial}.example/`;
  return {
    about: facts.client.company,
    email: `hello@client-${facts.serial}.example`,
    websites: [site],
    hasPicture: true,
  };
}

function numberFacts(facts: RequestFacts) {
  return {
    displayPhoneNumber: facts.seed.phone,
    verifiedName: facts.client.company,
    nameStatus: "APPROVED",
    newNameStatus: "NONE",
    status: "CONNECTED",
    codeVerificationStatus: "VERIFIED",
    qualityRating: "GREEN",
    messagingLimit: facts.client.messagingLimit,
    platformType: "CLOUD_API",
    accountMode: "LIVE",
    throughput: "STANDARD",
    isOfficialBusinessAccount: facts.seed.official ?? false,
    isPinEnabled: false,
    isOnBizApp: false,
  };
}

function wabaFacts(facts: RequestFacts, id: string) {
  return {
    id,
    name: facts.client.company,
    businessVerificationStatus: "verified",
    accountReviewStatus: "APPROVED",
    ownerBusinessId: facts.ids.business,
    primaryFundingId: `6600${facts.ids.business.slice(4)}`,
    currency: "USD",
  };
}
