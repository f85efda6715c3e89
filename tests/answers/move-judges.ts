/**
 * The oracle of the steps: what the text of Meta's answers within the attempt must say for a step to count as done. A
 * new step of the engine without a judge does not compile.
 */
import type { EngineStep } from "#domain/cutover/step-catalogue.ts";
import { ownerOf, unsaidFacts, unsaidTemplates } from "./facts-said.ts";
import { advances, type Attempt } from "./played-move.ts";
import {
  isId,
  isKeptAs,
  isNumber,
  items,
  listingsOf,
  member,
  readingsOf,
  sayings,
  saysSuccess,
} from "./raw-answer.ts";

/** What is missing; null: everything needed was said. */
type Judge = (attempt: Attempt) => string | null;

/** The permissions that a signup window's token must have on the account. */
const scopes = ["whatsapp_business_management", "whatsapp_business_messaging"];
const registered: readonly unknown[] = ["CONNECTED", "FLAGGED", "RESTRICTED", "RATE_LIMITED"];
const departed: readonly unknown[] = ["DELETED", "MIGRATED"];

/** A status under the number's id at the old provider belongs to that provider and proves nothing. */
function says(
  { exchanges, move }: Attempt,
  id: string | null,
  name: string,
  good: readonly unknown[],
): boolean {
  const proves = id !== move.sourcePhoneNumberId;
  return proves && readingsOf(exchanges, id).some((said) => good.includes(member(said, name)));
}

/** Whether the old account's complete list shows the number as departed or not at all, also by its id. */
function oldSideLost({ exchanges, move }: Attempt): boolean {
  const isIt = (one: unknown) =>
    member(one, "id") === move.sourcePhoneNumberId ||
    isNumber(member(one, "display_phone_number"), move.phoneNumber);
  return listingsOf(exchanges, `/${move.sourceWabaId}/phone_numbers`).some((list) =>
    list.filter(isIt).every((one) => departed.includes(member(one, "status"))),
  );
}

const isRegistered = ({ exchanges, move }: Attempt) =>
  readingsOf(exchanges, move.destinationPhoneNumberId).some((said) =>
    registered.includes(member(said, "status")),
  );

const ours = ({ move }: Attempt) => move.destinationPhoneNumberId;
const isVerified = (attempt: Attempt, id = ours(attempt)) =>
  says(attempt, id, "code_verification_status", ["VERIFIED"]);
const succeeded = ({ exchanges }: Attempt, id: string | null, edge: string) =>
  saysSuccess(exchanges, `/${id}/${edge}`);
const unless = (holds: boolean, fault: string) => (holds ? null : fault);
const listed = (faults: readonly string[]) => unless(faults.length === 0, faults.join(", "));

const judges: Record<EngineStep, Judge> = {
  snapshot_before({ exchanges, move, closing: { records = {} } }) {
    const ids = { wabaId: move.sourceWabaId, phoneNumberId: move.sourcePhoneNumberId };
    const data = records.snapshots?.[0]?.data ?? {};
    const sides = { source: move.sourceWabaId, destination: move.destinationWabaId };
    return listed([
      ...unsaidFacts(exchanges, ids, data),
      ...unsaidTemplates(exchanges, sides, records.templates ?? []),
    ]);
  },
  subscribe_app: (attempt) =>
    unless(succeeded(attempt, attempt.move.destinationWabaId, "subscribed_apps"), "no success"),
  copy_templates({ exchanges, move, closing: { records } }) {
    const sides = { source: move.sourceWabaId, destination: move.destinationWabaId };
    const isRead = listingsOf(exchanges, `/${move.destinationWabaId}/message_templates`).length > 0;
    return isRead ? listed(unsaidTemplates(exchanges, sides, records?.templates ?? [])) : "no list";
  },
  claim_number(attempt) {
    const { exchanges, move, closing } = attempt;
    const id = closing.records?.phoneNumberId ?? null;
    const path = `/${move.destinationWabaId}/phone_numbers`;
    const isNamed = sayings(exchanges, "POST", path).some((said) => member(said, "id") === id);
    const entries = listingsOf(exchanges, path)
      .flat()
      .filter(
        (one) => member(one, "id") === id && isNumber(member(one, "display_phone_number"), move.phoneNumber),
      );
    if (!isId(id) || !(isNamed || entries.length > 0)) return "no id";
    if (closing.records?.skipped === undefined) return null;
    const isListedSo = entries.some((one) => member(one, "code_verification_status") === "VERIFIED");
    const isProved = isVerified(attempt, id) || (isListedSo && id !== move.sourcePhoneNumberId);
    return unless(isProved, "the code is skipped, and nothing says verified");
  },
  request_code: (attempt) =>
    attempt.closing.outcome === "skipped"
      ? unless(isVerified(attempt), "not verified")
      : unless(succeeded(attempt, ours(attempt), "request_code"), "no success"),
  verify_code: (attempt) =>
    unless(succeeded(attempt, ours(attempt), "verify_code") || isVerified(attempt), "no success"),
  register(attempt) {
    const { exchanges, move, closing } = attempt;
    const isNew = ours(attempt) !== move.sourcePhoneNumberId;
    const isOurs =
      (isNew && succeeded(attempt, ours(attempt), "register")) ||
      says(attempt, ours(attempt), "status", registered) ||
      (oldSideLost(attempt) && isRegistered(attempt)) ||
      move.receivedHere;
    if (!isOurs) return "nothing says that the number is ours";
    const said = sayings(exchanges, "POST", `/${ours(attempt)}/register`)[0] ?? {};
    return unless(closing.records?.pinShown !== true || !denies(said), "a PIN that was not set");
  },
  confirm_connected: (attempt) =>
    unless(
      readingsOf(attempt.exchanges, ours(attempt)).some((said) => member(said, "status") === "CONNECTED"),
      "not connected",
    ),
  snapshot_after({ exchanges, move, closing: { records } }) {
    const ids = { wabaId: move.destinationWabaId, phoneNumberId: move.destinationPhoneNumberId };
    const data = records?.snapshots?.[0]?.data;
    return data?.number && data.waba ? listed(unsaidFacts(exchanges, ids, data)) : "nothing read";
  },
  compare: judgeTemplates,
  embedded_signup: judgeSignup,
  create_templates: judgeTemplates,
  register_shared(attempt) {
    const { exchanges, move, closing } = attempt;
    if (!succeeded(attempt, ours(attempt), "register") && !move.receivedHere) return "no success";
    const said = sayings(exchanges, "POST", `/${ours(attempt)}/register`)[0] ?? {};
    return unless(closing.records?.pinShown !== true || !denies(said), "a PIN that was not set");
  },
  exchange_messages(attempt) {
    // Meta's answers say nothing about the messages: webhooks do.
    const { exchanged } = attempt.move;
    if (!exchanged.sent || !exchanged.received) return "no messages passed";
    const isRemoved = attempt.closing.records?.skipped === undefined || oldSideLost(attempt);
    return unless(isRemoved, "the removal is skipped, and the old provider may still have it");
  },
  confirm_removed: (attempt) =>
    unless(oldSideLost(attempt) && isRegistered(attempt), "the old provider may still have it"),
};

/** Whether a successful answer denies success in another field. */
const denies = (said: unknown) =>
  typeof said === "object" &&
  Object.entries(said ?? {}).some(([name, value]) => name !== "success" && String(value) === "false");

/** The source was recorded before. */
function judgeTemplates({ exchanges, move, closing: { records } }: Attempt): string | null {
  const destination = move.destinationWabaId;
  const isRead = listingsOf(exchanges, `/${destination}/message_templates`).length > 0;
  const sides = { source: null, destination };
  return isRead ? listed(unsaidTemplates(exchanges, sides, records?.templates ?? [])) : "no list";
}

function judgeSignup({ exchanges, move, signup, closing }: Attempt): string | null {
  const { wabaId = "", phoneNumberId } = signup ?? {};
  const [grant] = sayings(exchanges, "GET", "/oauth/access_token");
  if (typeof member(grant, "access_token") !== "string") return "no token";
  const [facts] = sayings(exchanges, "GET", "/debug_token").map((said) => member(said, "data"));
  if (member(facts, "is_valid") !== true || member(facts, "app_id") !== move.appId) return "no valid token";
  if (!scopes.every((needed) => isGranted(facts, needed, wabaId))) return "not granted";
  const isThere = listingsOf(exchanges, `/${wabaId}/phone_numbers`)
    .flat()
    .some(
      (one) =>
        member(one, "id") === phoneNumberId &&
        isNumber(member(one, "display_phone_number"), move.phoneNumber),
    );
  if (!isThere || closing.records?.phoneNumberId !== phoneNumberId) return "another number";
  const business = closing.records?.signup?.businessId;
  const expected = move.snapshots.before?.waba?.ownerBusinessId ?? move.sourceBusinessId ?? business;
  const isOwner = readingsOf(exchanges, wabaId).some((said) => isKeptAs(business, ownerOf(said)));
  return unless(isOwner && business === expected, "another business");
}

/** The permission holds, and if Meta names the accounts it covers, ours is among them. */
function isGranted(facts: unknown, needed: string, wabaId: string): boolean {
  const granular = items(member(facts, "granular_scopes")).filter((one) => member(one, "scope") === needed);
  const targets = granular.flatMap((one) => items(member(one, "target_ids")));
  const holds = granular.length > 0 || items(member(facts, "scopes")).includes(needed);
  return holds && (targets.length === 0 || targets.includes(wabaId));
}

/** What the attempt counted as done without Meta's word; null where there is nothing. */
export function judgeAttempt(attempt: Attempt): string | null {
  if (!advances(attempt.closing)) return null;
  const fault = judges[attempt.step](attempt);
  return fault === null ? null : `${attempt.step} ${attempt.closing.outcome}: ${fault}`;
}
