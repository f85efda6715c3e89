/**
 * What a message that Meta took and then could not deliver says of the account it was sent from: which exceptions it opens
 * while the move is being looked after. What lies with the message or its recipient is shown at the message alone. A later
 * message that arrives, or Meta's own word that the number can send, ends them again.
 */
import type { ExceptionCode } from "../exceptions/exception-codes.ts";
import { sendErrorOf } from "../exceptions/send-errors.ts";
import type { SendFailure, Sighting } from "../webhooks/sightings.ts";

/** In their order of the catalogue; a message that arrives ends each of them. */
export const accountFaults: readonly ExceptionCode[] = ["NO_FUNDING", "DESTINATION_NOT_APPROVED"];

export function faultOfAccount(failure: SendFailure | null): ExceptionCode | null {
  const code = failure?.code ?? null;
  const exception = code === null ? null : sendErrorOf(code).exception;
  return exception !== null && accountFaults.includes(exception) ? exception : null;
}

/** A message that reached a phone was paid for and sent by an account that may send. */
export function endedBy({
  direction,
  status,
}: Pick<Sighting, "direction" | "status">): readonly ExceptionCode[] {
  return direction === "out" && (status === "delivered" || status === "read") ? accountFaults : [];
}
