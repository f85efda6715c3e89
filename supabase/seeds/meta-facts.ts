/** How Meta shows a demo request's number, its accounts and templates at a moment: the source of checks and snapshots. */
import type { CheckCode } from "../../src/domain/checks/check-catalogue.ts";
import type { SideSnapshot } from "../../src/domain/graph/graph-port.ts";
import type { ClientSeed } from "./people.ts";
import type { ProviderSeed } from "./providers.ts";
import type { MetaIds, RequestSeed } from "./request-seed.ts";
import { stageFacts, type Trouble } from "./stages.ts";
import { templatesOf } from "./template-library.ts";

export type RequestFacts = {
  seed: RequestSeed;
  provider: ProviderSeed;
  client: ClientSeed;
  serial: number;
  ids: MetaIds;
};

type CheckReading = {
  code: CheckCode;
  status: "passed" | "failed";
  field: string;
  value: string;
  cause?: string;
};

/** What the checks saw: trouble that came up later, in the cut-over, was not there yet. */
function troubleAtChecks(facts: RequestFacts): Trouble | undefined {
  const { reach, trouble } = stageFacts(facts.seed.stage);
  return reach === "none" ? trouble : undefined;
}

/** What the checks that read Meta's API found. */
export function checkReadings(facts: RequestFacts): CheckReading[] {
  const trouble = troubleAtChecks(facts);
  const reading = (
    code: CheckCode,
    field: string,
    good: string,
    failure?: [bad: string, cause: string],
  ): CheckReading =>
    failure
      ? { code, status: "failed", field, value: failure[0], cause: failure[1] }
      : { code, status: "passed", field, value: good };
  const when = (is: boolean, bad: string, cause: string): [string, string] | undefined =>
    is ? [bad, cause] : undefined;
  return [
    reading("BUSINESS_VERIFIED", "business_verification_status", "verified"),
    reading("SOURCE_READY", "account_review_status", "APPROVED"),
    reading(
      "SAME_BUSINESS",
      "owner_business_info",
      facts.ids.business,
      when(trouble === "different_business", facts.provider.connection.businessId, "DIFFERENT_BUSINESS"),
    ),
    reading(
      "NAME_APPROVED",
      "name_status",
      "APPROVED",
      when(trouble === "name_pending", "PENDING_REVIEW", "NAME_CHANGE_PENDING"),
    ),
    reading("CLOUD_API_NUMBER", "platform_type", "CLOUD_API"),
    reading(
      "TWO_STEP_OFF",
      "is_pin_enabled",
      "false",
      when(trouble === "two_step_on", "true", "TWO_STEP_ON"),
    ),
    reading(
      "DESTINATION_READY",
      "account_review_status",
      "APPROVED",
      when(trouble === "destination_full", "0", "DESTINATION_NOT_APPROVED"),
    ),
    reading("APP_SUBSCRIBED", "subscribed_apps", facts.provider.connection.appId),
  ];
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
    numbersInWaba: 1,
    templateCount: templatesOf(facts.serial, facts.provider.locale).length,
  };
}

/** The destination after the move. */
export function destinationSnapshot(facts: RequestFacts): SideSnapshot {
  return {
    number: { ...numberFacts(facts), id: facts.ids.destinationPhone, isPinEnabled: true },
    waba: wabaFacts(facts, facts.ids.destinationWaba),
    subscribedAppIds: [facts.provider.connection.appId],
    numbersInWaba: 1,
    templateCount: templatesOf(facts.serial, facts.provider.locale).length,
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
