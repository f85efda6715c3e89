/** Checks that Meta's answers contain what was recorded of an account or a number. */
import type { BusinessProfile } from "#domain/graph/business-profile.ts";
import type { SideSnapshot } from "#domain/graph/graph-port.ts";
import type { HealthFacts } from "#domain/graph/health.ts";
import type { TemplateRecord } from "#domain/templates/template-outcome.ts";
import { isKeptAs, items, listingsOf, member, readingsOf, sayings } from "./raw-answer.ts";
import type { Exchange } from "./wire.ts";

type SideIds = { wabaId: string | null; phoneNumberId: string | null };
type Places = Readonly<Record<string, readonly string[]>>;

/** Where Meta's documents put each fact. */
const numberPlaces: Places = {
  id: ["id"],
  displayPhoneNumber: ["display_phone_number"],
  verifiedName: ["verified_name"],
  nameStatus: ["name_status"],
  newNameStatus: ["new_name_status"],
  status: ["status"],
  codeVerificationStatus: ["code_verification_status"],
  qualityRating: ["quality_rating"],
  messagingLimit: ["whatsapp_business_manager_messaging_limit"],
  platformType: ["platform_type"],
  accountMode: ["account_mode"],
  throughput: ["throughput", "level"],
  isOfficialBusinessAccount: ["is_official_business_account"],
  isPinEnabled: ["is_pin_enabled"],
  isOnBizApp: ["is_on_biz_app"],
};
const wabaPlaces: Places = {
  id: ["id"],
  name: ["name"],
  businessVerificationStatus: ["business_verification_status"],
  accountReviewStatus: ["account_review_status"],
  primaryFundingId: ["primary_funding_id"],
  currency: ["currency"],
};

/** The business that an account represents: the one it acts on behalf of, else its owner. */
export function ownerOf(waba: unknown): unknown {
  return member(waba, "on_behalf_of_business_info", "id") ?? member(waba, "owner_business_info", "id");
}

/** What is recorded although no answer says so. */
export function unsaidFacts(
  exchanges: readonly Exchange[],
  { wabaId, phoneNumberId }: SideIds,
  { number, waba, profile, subscribedAppIds, numbersInWaba, templateCount }: SideSnapshot,
): string[] {
  const account = readingsOf(exchanges, wabaId);
  const lengthSaid = (edge: string, count: unknown) =>
    (count ?? null) === null ||
    listingsOf(exchanges, `/${wabaId}/${edge}`).some(({ length }) => length === count);
  const numbers = readingsOf(exchanges, phoneNumberId);
  const faults = [
    ...unsaidMembers("number", number, numbers, numberPlaces),
    ...unsaidMembers("waba", waba, account, wabaPlaces),
  ];
  if (number?.health && !numbers.some(saysHealth(number.health))) faults.push("number.health");
  if (waba?.health && !account.some(saysHealth(waba.health))) faults.push("waba.health");
  if (profile && !profilesOf(exchanges, phoneNumberId).some((said) => isProfile(profile, said)))
    faults.push("the profile");
  const owner = waba?.ownerBusinessId ?? null;
  if (owner !== null && !account.some((said) => isKeptAs(owner, ownerOf(said)))) faults.push("waba.owner");
  if (!lengthSaid("phone_numbers", numbersInWaba)) faults.push("the count of numbers");
  if (!lengthSaid("message_templates", templateCount)) faults.push("the count of templates");
  if (subscribedAppIds && !appsSaid(exchanges, wabaId, subscribedAppIds)) faults.push("the subscribed apps");
  return faults;
}

function unsaidMembers(
  name: string,
  facts: Readonly<Record<string, unknown>> | null | undefined,
  said: readonly unknown[],
  places: Places,
): string[] {
  const known = Object.entries(facts ?? {}).filter(([, value]) => value !== null && value !== undefined);
  return known
    .filter(([fact]) => fact !== "ownerBusinessId" && fact !== "health")
    .filter(([fact, value]) => !said.some((one) => isKeptAs(value, member(one, ...(places[fact] ?? [fact])))))
    .map(([fact]) => `${name}.${fact}`);
}

/** Whether Meta's summary says the same about the whole and about each entity. */
const saysHealth =
  ({ canSend, entities }: HealthFacts) =>
  (said: unknown) => {
    const word = (kept: unknown, given: unknown) => (kept ?? null) === null || kept === given;
    const health = member(said, "health_status");
    const given = items(member(health, "entities"));
    return (
      word(canSend, member(health, "can_send_message")) &&
      entities.every(({ type, canSend: sends }) =>
        given.some(
          (one) =>
            word(type || null, member(one, "entity_type")) && word(sends, member(one, "can_send_message")),
        ),
      )
    );
  };

/** The first entry of each answer about the public profile. */
export function profilesOf(exchanges: readonly Exchange[], id: string | null): unknown[] {
  const said = sayings(exchanges, "GET", `/${id}/whatsapp_business_profile`);
  return said.flatMap((one) => items(member(one, "data")).slice(0, 1));
}

function isProfile({ hasPicture, websites, ...texts }: BusinessProfile, said: unknown): boolean {
  const picture = member(said, "profile_picture_url");
  const known = Object.entries(texts).filter(([, value]) => value !== null && value !== undefined);
  return (
    known.every(([name, value]) => isKeptAs(value, member(said, name))) &&
    (websites ?? []).every((one, index) => isKeptAs(one, member(said, "websites", index))) &&
    (hasPicture !== true || (typeof picture === "string" && picture !== ""))
  );
}

const appOf = (item: unknown) => member(item, "whatsapp_business_api_data", "id");

function appsSaid(exchanges: readonly Exchange[], wabaId: string | null, ids: readonly string[]): boolean {
  return listingsOf(exchanges, `/${wabaId}/subscribed_apps`).some(
    (list) => list.length === ids.length && list.every((item, index) => appOf(item) === ids[index]),
  );
}

type TemplateSides = { source: string | null; destination: string | null };

/** Templates recorded without a list that shows them. `source` null: they were recorded before. */
export function unsaidTemplates(
  exchanges: readonly Exchange[],
  { source, destination }: TemplateSides,
  records: readonly TemplateRecord[],
): string[] {
  const shows = (list: readonly unknown[], id: unknown, { name, language }: TemplateRecord) =>
    list.some(
      (one) =>
        member(one, "id") === id &&
        isKeptAs(name, member(one, "name")) &&
        isKeptAs(language, member(one, "language")),
    );
  const there = listingsOf(exchanges, `/${destination}/message_templates`).flat();
  const faults = records
    .filter((one) => one.outcome === "kept" && !shows(there, one.destinationTemplateId, one))
    .map(({ name, language }) => `${name} ${language} is kept`);
  if (source === null) return faults;
  const lists = listingsOf(exchanges, `/${source}/message_templates`);
  // A list that cannot be read is recorded as none.
  const isWhole = lists.some(
    (list) =>
      list.length === records.length && records.every((one) => shows(list, one.sourceTemplateId, one)),
  );
  const isUnread = lists.length === 0 && records.length === 0;
  return isWhole || isUnread ? faults : [...faults, "the templates of the source"];
}
