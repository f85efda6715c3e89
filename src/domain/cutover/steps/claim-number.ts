/** Announces the number to Meta. A lost reply is explained by the list of the destination's numbers. */
import { type FailureMeaning, meaningOf } from "../../exceptions/graph-error-table.ts";
import type { GraphFailure } from "../../graph/graph-failure.ts";
import { isSameNumber, parsePhoneNumber } from "../../requests/phone-number.ts";
import type { Closing } from "../closing.ts";
import { graphFailure, laterBy, stillUnknown, stop } from "../failure-closing.ts";
import { type MoveContext, required } from "../move-context.ts";
import { declareStep, type Scene } from "../step-declaration.ts";
import { tryVerification } from "./verification.ts";

type ClaimScene = Scene<"claimNumber" | "listNumbers" | "readNumber">;

/** A subscription that Meta does not see after so many attempts is a matter for a person. */
const mostSubscriptions = 3;

export const claimNumber = declareStep({
  calls: ["claimNumber", "listNumbers", "readNumber"],
  deadlineSeconds: 18,
  repeatable: false,
  async run(scene: ClaimScene) {
    const parsed = parsePhoneNumber(scene.move.phoneNumber);
    if ("problem" in parsed) return stop("FORMAT_MISMATCH");
    const { callingCode: countryCode, national: nationalNumber } = parsed.number;
    const destinationWabaId = required(scene.move.destinationWabaId, "destination WABA");
    try {
      return await claimed(
        scene,
        await scene.graph.claimNumber({ destinationWabaId, countryCode, nationalNumber }),
      );
    } catch (error) {
      const failure = graphFailure(error);
      return refused(scene, failure, meaningOf(failure.details, "claimNumber"));
    }
  },
  async observe(scene: ClaimScene) {
    try {
      const id = await findNumber(scene);
      // Claiming again is safe now: if the first call arrives after all, Meta says that the number is here.
      return id === null ? { outcome: "again" } : await claimed(scene, id);
    } catch (error) {
      return stillUnknown(scene, "listNumbers", error);
    }
  },
});

async function refused(scene: ClaimScene, failure: GraphFailure, meaning: FailureMeaning): Promise<Closing> {
  const isHere = meaning.code === "ALREADY_HERE";
  if (meaning.code === "NO_WEBHOOK_ON_DESTINATION" && scene.row.attempts + 1 < mostSubscriptions)
    return { ...laterBy(scene, "again", meaning, failure), resetTo: "subscribe_app" };
  if (meaning.code === "NO_WEBHOOK_ON_DESTINATION") return stop(meaning.code, failure);
  if (!isHere && !meaning.unsure) {
    return meaning.retry === "automatic"
      ? laterBy(scene, "again", meaning, failure)
      : stop(meaning.code, failure);
  }
  try {
    const id = await findNumber(scene);
    if (id !== null) return await claimed(scene, id);
    return isHere
      ? stop(meaning.code, failure)
      : { ...laterBy(scene, "unknown", meaning, failure), waitSeconds: scene.timing.settle };
  } catch (error) {
    return stillUnknown(scene, "listNumbers", error);
  }
}

/** The id of our number in the destination; null when it is not there. */
async function findNumber({ graph, move }: ClaimScene): Promise<string | null> {
  const numbers = await graph.listNumbers(required(move.destinationWabaId, "destination WABA"));
  const ours = numbers.find(({ displayPhoneNumber }) => isSameNumber(displayPhoneNumber, move.phoneNumber));
  return ours?.id ?? null;
}

/** A number that is verified already needs no code. */
async function claimed(scene: ClaimScene, phoneNumberId: string): Promise<Closing> {
  const move: MoveContext = { ...scene.move, destinationPhoneNumberId: phoneNumberId };
  const verification = await tryVerification(scene.graph, move);
  return {
    outcome: "done",
    result: { phoneNumberId },
    records: {
      phoneNumberId,
      ...(verification === "verified" ? { skipped: ["request_code", "verify_code"] } : {}),
    },
  };
}
