/**
 * What a message that Meta accepted and then could not deliver says about the sending account: which exceptions it
 * opens during monitoring. A fault of the message or its recipient is shown only with the message. A later message
 * that arrives, or Meta's own statement that the number can send, ends them again.
 */
import type { ExceptionCode } from "../exceptions/exception-codes.ts";
import { sendErrorOf } from "../exceptions/send-errors.ts";
import type { SendFailure, Sighting } from "../webhooks/sightings.ts";

/** In catalogue order; a message that arrives ends each of them. */
export const accountFaults: readonly ExceptionCode[] = ["NO_FUNDING", "DESTINATION_NOT_APPROVED"];

export function faultOfAccount(failure: SendFailure | null): ExceptionCode | null {
  const code = failure?.code ?? null;
  const exception = code === null ? null : sendErrorOf(code).exception;
  return exception !== null && accountFaults.includes(exception) ? exception : null;
}

/** A message that reached a phone was paid for, and its account was allowed to send it. */
export function endedBy({
  direction,
  status,
}: Pick<Sighting, "direction" | "status">): readonly ExceptionCode[] {
  return direction === "out" && (status === "delivered" || status === "read") ? accountFaults : [];
}
