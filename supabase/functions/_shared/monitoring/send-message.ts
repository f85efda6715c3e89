/** Sends one small template message and returns the outcome; only the hash of its id is kept. */
import { errorNumber } from "#domain/exceptions/graph-error-table.ts";
import { GraphFailure } from "#domain/graph/graph-failure.ts";
import type { GraphPort } from "#domain/graph/graph-port.ts";
import { sha256Hex } from "../sha256.ts";
import type { Sent } from "./monitoring-store.ts";

type Message = Parameters<GraphPort["sendTemplate"]>[0];

/** `failure`: Meta's reason for refusing it. */
export async function sendMessage(
  graph: Pick<GraphPort, "sendTemplate">,
  message: Message,
): Promise<Sent & { failure?: GraphFailure }> {
  try {
    return { outcome: "accepted", messageHash: await sha256Hex(await graph.sendTemplate(message)) };
  } catch (failure) {
    if (!(failure instanceof GraphFailure)) throw failure;
    const { kind } = failure.details;
    if (kind === "lost" || kind === "nonsense") return { outcome: "unreachable", failure };
    return { outcome: "refused", errorNumber: errorNumber(failure.details) ?? null, failure };
  }
}
