/** Turns the facts into a simulator's seed; what could not be read is assumed good, and listed as an assumption. */
import type { MoveContext } from "#domain/cutover/move-context.ts";
import type { NumberFacts, SideSnapshot, TemplateFacts } from "#domain/graph/graph-port.ts";
import type { Assumption } from "#domain/rehearsal/rehearsal-result.ts";
import type { SimulatorSeed } from "../../graph-simulator/seed.ts";
import type { StageFacts } from "./read-facts.ts";
import { stageApp } from "./stage-window.ts";

/** Grants access to the stage only. */
export const stageToken = "stage-token";

export type StageSeed = { seed: SimulatorSeed; assumptions: Assumption[] };

type Side = Assumption["side"];
type Lists = Omit<SimulatorSeed, "settings">;
type Part<Name extends keyof Lists> = NonNullable<Lists[Name]>[number];

/** Ids of objects that exist on the stage only. */
const standIn = { business: "1", waba: "2", phone: "3", app: "4", funding: "5" };

/** The app for which the stage plays the move. */
export const stageAppOf = ({ appId }: MoveContext): string => appId ?? standIn.app;

/** `business`: the client's, as the request names it. */
export function stageSeed(facts: StageFacts, move: MoveContext, business: string | null): StageSeed {
  const assumptions: Assumption[] = [];
  const isMade = move.route === "R1";
  const known = <T>(side: Side, field: Assumption["field"], value: T | null | undefined, good: T): T => {
    if (value !== null && value !== undefined) return value;
    // An account made by the signup window is as Meta makes it, so nothing about it is assumed.
    if (!isMade || side === "source") assumptions.push({ side, field });
    return good;
  };
  const { source, destination } = facts;
  const ids = {
    source: move.sourceWabaId ?? standIn.waba,
    destination: move.destinationWabaId ?? standIn.waba,
  };
  const owner = known(
    "destination",
    "owner_business_info",
    destination.waba?.ownerBusinessId,
    business ?? standIn.business,
  );
  const owners = {
    source: known("source", "owner_business_info", source.waba?.ownerBusinessId, business ?? owner),
    destination: owner,
  };

  const account = (side: Side, { waba }: SideSnapshot): Part<"wabas"> => ({
    id: ids[side],
    name: side,
    owner_portfolio_id: owners[side],
    business_verification_status: known(
      side,
      "business_verification_status",
      waba?.businessVerificationStatus,
      "verified",
    ),
    account_review_status: known(side, "account_review_status", waba?.accountReviewStatus, "APPROVED"),
    // Meta omits the field if there is none, so its absence in an account that was read means none.
    primary_funding_id: waba
      ? (waba.primaryFundingId ?? null)
      : known(side, "primary_funding_id", null, standIn.funding),
    ...(side === "destination" && destination.subscribedAppIds
      ? { subscribed_apps: destination.subscribedAppIds.map((id) => ({ app_id: id })) }
      : {}),
  });
  const wabas = [account("source", source), ...(isMade ? [] : [account("destination", destination)])];

  const number = source.number;
  const numbers: Part<"numbers">[] = [
    {
      id: move.sourcePhoneNumberId ?? standIn.phone,
      waba_id: ids.source,
      e164: move.phoneNumber,
      verified_name: number?.verifiedName ?? "",
      name_status: known("source", "name_status", number?.nameStatus, "APPROVED"),
      new_name_status: known("source", "new_name_status", number?.newNameStatus, "NONE"),
      status: known("source", "status", number?.status, "CONNECTED"),
      quality_rating: known("source", "quality_rating", number?.qualityRating, "GREEN"),
      platform_type: known("source", "platform_type", number?.platformType, "CLOUD_API"),
      throughput_level: number?.throughput ?? "STANDARD",
      account_mode: known("source", "account_mode", number?.accountMode, "LIVE"),
      is_test_number: number?.accountMode === "SANDBOX",
      is_official_business_account: number?.isOfficialBusinessAccount ?? false,
      is_pin_enabled: known("source", "is_pin_enabled", number?.isPinEnabled, false),
      is_on_biz_app: known("source", "is_on_biz_app", number?.isOnBizApp, false),
    },
    ...known("destination", "phone_numbers", facts.destinationNumbers, []).flatMap((one) =>
      numberAt(ids.destination, one),
    ),
  ];
  const templates = [
    ...known("source", "message_templates", facts.sourceTemplates, []).map((one) =>
      templateAt(ids.source, one),
    ),
    ...known("destination", "message_templates", facts.destinationTemplates, []).map((one) =>
      templateAt(ids.destination, one),
    ),
  ];

  const app = stageAppOf(move);
  const isReadable = (side: SideSnapshot) => Boolean(side.waba ?? side.number);
  const seed: SimulatorSeed = {
    portfolios: [...new Set(Object.values(owners))].map((id) => ({
      id,
      name: id,
      ...(number?.messagingLimit ? { whatsapp_business_manager_messaging_limit: number.messagingLimit } : {}),
    })),
    apps: [...new Set([app, ...(destination.subscribedAppIds ?? [])])].map((id) => ({
      id,
      name: id,
      ...(id === app ? { secret: stageApp.secret, redirect_uris: [stageApp.returnUrl] } : {}),
    })),
    tokens: [
      {
        token: stageToken,
        appId: app,
        portfolioId: owners.destination,
        revoked: destination.unreadable?.waba === "TOKEN_INVALID",
        readableWabaIds: isReadable(source) ? [ids.source] : [],
        manageableWabaIds: isReadable(destination) && !isMade ? [ids.destination] : [],
      },
    ],
    wabas: ids.source === ids.destination ? wabas.slice(1) : wabas,
    numbers,
    templates,
  };
  return { seed, assumptions };
}

function numberAt(wabaId: string, facts: NumberFacts): Part<"numbers">[] {
  const e164 = `+${(facts.displayPhoneNumber ?? "").replaceAll(/\D/g, "")}`;
  if (!/^\+\d{6,15}$/.test(e164)) return [];
  return [
    {
      id: facts.id,
      waba_id: wabaId,
      e164,
      verified_name: facts.verifiedName ?? "",
      name_status: facts.nameStatus ?? "NONE",
      status: facts.status ?? "UNKNOWN",
      code_verification_status: facts.codeVerificationStatus ?? "NOT_VERIFIED",
      platform_type: facts.platformType ?? "NOT_APPLICABLE",
    },
  ];
}

function templateAt(wabaId: string, facts: TemplateFacts): Part<"templates"> {
  return {
    id: facts.id,
    waba_id: wabaId,
    name: facts.name,
    language: facts.language,
    status: facts.status ?? "UNKNOWN",
    category: facts.category ?? "UNKNOWN",
    quality_score: { score: facts.quality ?? "UNKNOWN" },
  };
}
