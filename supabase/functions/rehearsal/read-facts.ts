/** Reads the facts for the rehearsal's stage from Meta: both sides, their templates, the destination's numbers. */
import type { MoveContext } from "#domain/cutover/move-context.ts";
import { GraphFailure } from "#domain/graph/graph-failure.ts";
import type { GraphPort, NumberFacts, SideSnapshot, TemplateFacts } from "#domain/graph/graph-port.ts";
import { readSide } from "#domain/graph/read-side.ts";
import { refuseSilence } from "../_shared/graph/refuse-silence.ts";

export type StageFacts = {
  source: SideSnapshot;
  destination: SideSnapshot;
  /** null: they could not be read. */
  sourceTemplates: TemplateFacts[] | null;
  destinationTemplates: TemplateFacts[] | null;
  destinationNumbers: NumberFacts[] | null;
};

/** Refuses with graph_unreachable or graph_nonsense when Meta gave no usable answer at all. */
export async function readFacts(graph: GraphPort, move: MoveContext): Promise<StageFacts> {
  const { sourceWabaId, sourcePhoneNumberId, destinationWabaId } = move;
  const source = await readSide(graph, { wabaId: sourceWabaId, phoneNumberId: sourcePhoneNumberId }, [
    "number",
    "waba",
  ]);
  const destination = await readSide(graph, { wabaId: destinationWabaId, phoneNumberId: null }, [
    "waba",
    "subscribedAppIds",
  ]);
  refuseSilence([source, destination]);
  return {
    source: source.snapshot,
    destination: destination.snapshot,
    sourceTemplates: await listOf(sourceWabaId, graph.listTemplates),
    destinationTemplates: await listOf(destinationWabaId, graph.listTemplates),
    destinationNumbers: await listOf(destinationWabaId, graph.listNumbers),
  };
}

async function listOf<T>(
  wabaId: string | null,
  list: (id: string) => Promise<readonly T[]>,
): Promise<T[] | null> {
  if (wabaId === null) return null;
  try {
    return [...(await list(wabaId))];
  } catch (error) {
    if (error instanceof GraphFailure) return null;
    throw error;
  }
}
