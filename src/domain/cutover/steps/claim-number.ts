/** Adds the number to the new account. After a lost reply, the destination's list of numbers shows the outcome. */
import { type FailureMeaning, meaningOf } from "../../exceptions/graph-error-table.ts";
import type { GraphFailure } from "../../graph/graph-failure.ts";
import { isSameNumber, parsePhoneNumber } from "../../requests/phone-number.ts";
import type { Closing } from "../closing.ts";
import type { NumberFacts } from "../../graph/graph-port.ts";
import { hasNewId, takeBaseline } from "../evidence.ts";
import { graphFailure, laterBy, stillUnknown, stop } from "../failure-closing.ts";
import { required } from "../move-context.ts";
import { declareStep, type StepInput } from "../step-declaration.ts";

type ClaimInput = StepInput<"claimNumber" | "listNumbers" | "readNumber">;

/** If Meta does not see the subscription after this many attempts, a person must act. */
const maxSubscriptions = 3;

export const claimNumber = declareStep({
  calls: ["claimNumber", "listNumbers", "readNumber"],
  deadlineSeconds: 18,
  repeatable: false,
  async run(input: ClaimInput) {
    const parsed = parsePhoneNumber(input.move.phoneNumber);
    if ("problem" in parsed) return stop("FORMAT_MISMATCH");
    const { callingCode: countryCode, national: nationalNumber } = parsed.number;
    const destinationWabaId = required(input.move.destinationWabaId, "destination WABA");
    let phoneNumberId: string;
    try {
      phoneNumberId = await input.graph.claimNumber({ destinationWabaId, countryCode, nationalNumber });
    } catch (error) {
      const failure = graphFailure(error);
      return refused(input, failure, meaningOf(failure.details, "claimNumber"));
    }
    try {
      return await claimed(input, await input.graph.readNumber(phoneNumberId));
    } catch (error) {
      // Without a reading from before `register`, nothing after it could be proved: the list will show the number.
      return stillUnknown(input, "readNumber", error);
    }
  },
  async observe(input: ClaimInput) {
    try {
      const number = await findNumber(input);
      // Claiming again is safe now: if the first call arrives after all, Meta says that the number is already here.
      return number === null ? { outcome: "again" } : await claimed(input, number);
    } catch (error) {
      return stillUnknown(input, "listNumbers", error);
    }
  },
});

async function refused(input: ClaimInput, failure: GraphFailure, meaning: FailureMeaning): Promise<Closing> {
  const isHere = meaning.code === "ALREADY_HERE";
  if (meaning.code === "NO_WEBHOOK_ON_DESTINATION" && input.row.attempts + 1 < maxSubscriptions)
    return { ...laterBy(input, "again", meaning, failure), resetTo: "subscribe_app" };
  if (meaning.code === "NO_WEBHOOK_ON_DESTINATION") return stop(meaning.code, failure);
  if (!isHere && !meaning.unsure) {
    return meaning.retry === "automatic"
      ? laterBy(input, "again", meaning, failure)
      : stop(meaning.code, failure);
  }
  try {
    const number = await findNumber(input);
    if (number !== null) return await claimed(input, number);
    return isHere
      ? stop(meaning.code, failure)
      : { ...laterBy(input, "unknown", meaning, failure), waitSeconds: input.timing.settle };
  } catch (error) {
    return stillUnknown(input, "listNumbers", error);
  }
}

/** Our number in the destination's list; null when it is not there. */
async function findNumber({ graph, move }: ClaimInput): Promise<NumberFacts | null> {
  const numbers = await graph.listNumbers(required(move.destinationWabaId, "destination WABA"));
  return numbers.find(({ displayPhoneNumber }) => isSameNumber(displayPhoneNumber, move.phoneNumber)) ?? null;
}

/** A number that is already verified, under an id of its own, needs no code. */
async function claimed({ graph, move }: ClaimInput, number: NumberFacts): Promise<Closing> {
  const { id: phoneNumberId } = number;
  const claimedMove = { ...move, destinationPhoneNumberId: phoneNumberId };
  const isVerified = number.codeVerificationStatus === "VERIFIED" && hasNewId(claimedMove);
  return {
    outcome: "done",
    result: { phoneNumberId, before: await takeBaseline(graph, claimedMove, number) },
    records: { phoneNumberId, ...(isVerified ? { skipped: ["request_code", "verify_code"] } : {}) },
  };
}
