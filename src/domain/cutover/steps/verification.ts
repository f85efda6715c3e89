/** What Meta says about the proof that the number is the client's, and what that makes needless. */
import type { GraphPort } from "../../graph/graph-port.ts";
import { hasNewId } from "../evidence.ts";
import { graphFailure } from "../failure-closing.ts";
import { type MoveContext, required } from "../move-context.ts";

/** For about so long Meta blocks a number for codes after too many of them, asked for or wrong; in seconds. */
export const lockSeconds = 12 * 3600;

export type Verification = "verified" | "unverified" | "undecided" | "unread";

/**
 * verified and unverified are what Meta documents of the number's own id in the new account. Anything else, known or
 * not, is undecided and moves nothing: VERIFIED of the old provider's id is the old provider's.
 * Throws GraphFailure.
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

/** As readVerification, but a reading that fails is unread. */
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
