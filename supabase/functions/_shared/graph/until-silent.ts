/** For readings that somebody waits for: where Meta does not answer one call, the others would wait as long again. */
import { GraphFailure } from "#domain/graph/graph-failure.ts";
import type { SideReader } from "#domain/graph/read-side.ts";

/** Once a call went without any answer, each further one fails as it did, unasked. */
export function untilSilent(graph: SideReader): SideReader {
  let silence: GraphFailure | undefined;
  const guarded =
    <Input extends unknown[], Output>(call: (...input: Input) => Promise<Output>) =>
    async (...input: Input): Promise<Output> => {
      if (silence) throw silence;
      try {
        return await call(...input);
      } catch (error) {
        if (error instanceof GraphFailure && error.details.kind === "lost" && error.details.status === 0)
          silence = error;
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
