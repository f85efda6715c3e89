/** What Meta says about the proof that the number is the client's, and which steps that makes unnecessary. */
import type { GraphPort } from "../../graph/graph-port.ts";
import { hasNewId } from "../evidence.ts";
import { graphFailure } from "../failure-closing.ts";
import { type MoveContext, required } from "../move-context.ts";

/** Roughly how long Meta blocks a number after too many requested or wrong codes; in seconds. */
export const lockSeconds = 12 * 3600;

export type Verification = "verified" | "unverified" | "undecided" | "unread";

/**
 * verified and unverified are what Meta documents for the number's own id in the new account. Anything else, known or
 * not, is undecided and moves nothing: a VERIFIED on the old provider's id belongs to the old provider. Throws
 * GraphFailure.
 */
export async function readVerification(
  graph: Pick<GraphPort, "readNumber">,
  move: MoveContext,
): Promise<Exclude<Verification, "unread">> {
  const { codeVerificationStatus } = await graph.readNumber(
    required(move.destinationPhoneNumberId, "destination number"),
  );
  if (codeVerificationStatus === "VERIFIED") return hasNewId(move) ? "verified" : "undecided";
  return codeVerificationStatus === "NOT_VERIFIED" || codeVerificationStatus === "EXPIRED"
    ? "unverified"
    : "undecided";
}

/** Like readVerification, but a failed reading gives unread. */
export async function tryVerification(
  graph: Pick<GraphPort, "readNumber">,
  move: MoveContext,
): Promise<Verification> {
  try {
    return await readVerification(graph, move);
  } catch (error) {
    graphFailure(error);
    return "unread";
  }
}
