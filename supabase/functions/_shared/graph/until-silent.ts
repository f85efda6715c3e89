/** For readings that a person waits for: if one call to Meta hangs, each of the others would take as long again. */
import { GraphFailure } from "#domain/graph/graph-failure.ts";
import type { SideReader } from "#domain/graph/read-side.ts";
import * as z from "zod/mini";

/** The reason that graph-transport.ts gives for a call that timed out. */
const hung = z.object({ reason: z.literal("deadline") });

/** Once a call has hung until its deadline, every further one fails in the same way without being made. */
export function untilSilent(graph: SideReader): SideReader {
  let silence: GraphFailure | undefined;
  const guarded =
    <Input extends unknown[], Output>(call: (...input: Input) => Promise<Output>) =>
    async (...input: Input): Promise<Output> => {
      if (silence) throw silence;
      try {
        return await call(...input);
      } catch (error) {
        if (error instanceof GraphFailure && hung.safeParse(error.details.payload).success) silence = error;
        throw error;
      }
    };
  return {
    readNumber: guarded(graph.readNumber),
    readWaba: guarded(graph.readWaba),
    readProfile: guarded(graph.readProfile),
    listNumbers: guarded(graph.listNumbers),
    listTemplates: guarded(graph.listTemplates),
    listSubscribedApps: guarded(graph.listSubscribedApps),
  };
}
