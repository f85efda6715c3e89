/**
 * The rule for every step: it is done only on evidence that could not exist without our call. A status at Meta is such
 * evidence only for an id that is not the old provider's, and only if it was different before our call.
 */
import * as z from "zod/mini";
import type { GraphPort, NumberFacts } from "../graph/graph-port.ts";
import { isSameNumber } from "../requests/phone-number.ts";
import { graphFailure } from "./failure-closing.ts";
import type { MoveContext } from "./move-context.ts";

/** Statuses of a registered number, whatever else is wrong, and of an unregistered one. Meta's list, read 2026-11. */
const registered = new Set(["CONNECTED", "FLAGGED", "RESTRICTED", "RATE_LIMITED"]);
const unregistered = new Set(["PENDING", "UNVERIFIED", "DISCONNECTED", "DELETED", "MIGRATED", "BANNED"]);
const departed = new Set(["DELETED", "MIGRATED"]);

type Status = NumberFacts["status"];

export const isRegistered = (status: Status) => registered.has(status ?? "");
export const isUnregistered = (status: Status) => unregistered.has(status ?? "");

const oldSides = ["standing", "lost", "unread"] as const;
/** What the old provider's account shows about the number. */
export type OldSide = (typeof oldSides)[number];

const baselineSchema = z.object({
  status: z.nullable(z.string()),
  verification: z.nullable(z.string()),
  oldSide: z.optional(z.enum(oldSides)),
});
/** What Meta showed when the number came to the new account: before any code and before `register`. */
export type Baseline = z.infer<typeof baselineSchema>;

/** `move` with the number's id in the new account. The old side is read only where a status is not enough. */
export async function takeBaseline(
  graph: Pick<GraphPort, "listNumbers">,
  move: MoveContext,
  { status, codeVerificationStatus }: NumberFacts,
): Promise<Baseline> {
  const baseline = { status: status ?? null, verification: codeVerificationStatus ?? null };
  if (hasNewId(move) && isUnregistered(status)) return baseline;
  return { ...baseline, oldSide: await readOldSide(graph, move) };
}

/** As stored by the step that added the number; null before that step, or where it could not be read. */
function storedBaseline({ steps }: MoveContext): Baseline | null {
  const row = steps.find(({ step }) => step === "claim_number" || step === "embedded_signup");
  const stored = baselineSchema.safeParse(row?.result?.before);
  return stored.success ? stored.data : null;
}

/**
 * Meta does not say that a claim changes the number's id, and says that under the new account model ids stay
 * (account-model-evolution, 2026-10-27). A status under the old provider's id is the old provider's status.
 */
export function hasNewId(move: MoveContext): boolean {
  const { destinationPhoneNumberId: here, sourcePhoneNumberId: there, snapshots } = move;
  const old = [there, snapshots.before?.number?.id].filter((id) => id !== null && id !== undefined);
  return here !== null && old.length > 0 && !old.includes(here);
}

/** Whether a registered status in the new account would prove that our `register` took effect. */
export function statusProves(move: MoveContext): boolean {
  return hasNewId(move) && isUnregistered(storedBaseline(move)?.status);
}

/** Whether VERIFIED would prove that Meta accepted the code. */
export function verificationProves(move: MoveContext): boolean {
  const before = storedBaseline(move)?.verification;
  return hasNewId(move) && (before === "NOT_VERIFIED" || before === "EXPIRED");
}

/** proved: by what Meta shows. word: by what people say about the account's model, which nothing at Meta shows. */
export type Sharing = "proved" | "word";

/**
 * Whether the signup window has shared the number: a shared number is registered in the new account before anybody
 * registered it there. An id of its own proves this if it is registered while the old account's is too; if the id was
 * kept, the status may be the old provider's and only people can say. null: not shared, as far as anybody knows.
 */
export function sharingOf(move: MoveContext, { status, oldSide }: Baseline): Sharing | null {
  if (!isRegistered(status) || oldSide === "lost") return null;
  if (hasNewId(move) && oldSide === "standing") return "proved";
  return move.accountModel === "new" || move.route === "R0" ? "word" : null;
}

export type Serving = "ours" | "shared" | "not_ours" | "unclear";

/** Who serves the number after `register`, as far as can be proved. Throws GraphFailure if our side is unreadable. */
export async function readServing(
  graph: Pick<GraphPort, "readNumber" | "listNumbers">,
  move: MoveContext,
  phoneNumberId: string,
): Promise<Serving> {
  const { status } = await graph.readNumber(phoneNumberId);
  if (statusProves(move)) {
    if (isRegistered(status)) return "ours";
    return isUnregistered(status) ? "not_ours" : "unclear";
  }
  const oldSide = await readOldSide(graph, move);
  const hasLost = oldSide === "lost" && storedBaseline(move)?.oldSide === "standing";
  if (hasLost && isRegistered(status)) return "ours";
  if (!move.receivedHere) return "unclear";
  if (oldSide === "standing" || move.accountModel === "new") return "shared";
  return oldSide === "lost" || move.accountModel === "old" ? "ours" : "unclear";
}

/** Lost: missing from the old account's list, or listed as departed. Also unread where that account is not known. */
export async function readOldSide(
  graph: Pick<GraphPort, "listNumbers">,
  { sourceWabaId, sourcePhoneNumberId, phoneNumber }: MoveContext,
): Promise<OldSide> {
  if (sourceWabaId === null) return "unread";
  let numbers: NumberFacts[];
  try {
    numbers = await graph.listNumbers(sourceWabaId);
  } catch (error) {
    graphFailure(error);
    return "unread";
  }
  const there = numbers.filter(
    ({ id, displayPhoneNumber }) =>
      id === sourcePhoneNumberId || isSameNumber(displayPhoneNumber, phoneNumber),
  );
  // An entry without a number may be this one under another id.
  const isNamed = ({ displayPhoneNumber }: NumberFacts) => /\d/.test(displayPhoneNumber ?? "");
  if (there.length === 0) return numbers.every(isNamed) ? "lost" : "unread";
  if (there.every(({ status }) => departed.has(status ?? ""))) return "lost";
  return there.some(({ status }) => isRegistered(status)) ? "standing" : "unread";
}
