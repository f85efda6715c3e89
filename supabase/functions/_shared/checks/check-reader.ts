/** Reads from Meta what a request's checks need, under a lease, and stores the findings. */
import { type CheckFinding, evaluateChecks } from "#domain/checks/check-evaluation.ts";
import { readSide, type SideReader } from "#domain/graph/read-side.ts";
import type { EngineContext } from "../engine/engine-context.ts";
import type { OpenGraph } from "../engine/graph-access.ts";
import { refuseSilence } from "../graph/refuse-silence.ts";
import { untilSilent } from "../graph/until-silent.ts";
import { Refusal } from "#domain/commands/refusal.ts";
import type { CheckSnapshot, DueReading, ReadingStore } from "./reading-store.ts";

export type CheckReaderDeps = {
  readings: ReadingStore;
  readContext: (requestId: string) => Promise<EngineContext | null>;
  openGraph: OpenGraph;
  workerId: () => string;
};

export type CheckReader = {
  /**
   * Returns the number of checks evaluated. `asked`: a person is waiting for it. Throws Refusal graph_unreachable or
   * graph_nonsense when Meta gave no usable answer at all; nothing is stored then. Also throws the database's refusals.
   */
  read(order: DueReading, asked: boolean): Promise<number>;
};

/** For one call to Meta; a reading makes about eight. */
const deadlineSeconds = 10;
const leaseSeconds = 120;

export function createCheckReader({
  readings,
  readContext,
  openGraph,
  workerId,
}: CheckReaderDeps): CheckReader {
  return {
    async read(order, asked) {
      // Opened first, so that even a request that cannot be parsed counts as served.
      const reading = await readings.open(order, workerId(), leaseSeconds, asked);
      try {
        const context = await readContext(order.request);
        if (!context) throw new Refusal(404, "request_not_found");
        const graph = untilSilent(await openGraph(context, deadlineSeconds));
        const { findings, snapshots } = await readFindings(graph, context, order.scope);
        await readings.record(order.request, reading, findings, snapshots);
        return findings.length;
      } catch (error) {
        await readings.giveUp(reading);
        throw error;
      }
    },
  };
}

type Findings = { findings: CheckFinding[]; snapshots: CheckSnapshot[] };

async function readFindings(
  graph: SideReader,
  context: EngineContext,
  scope: DueReading["scope"],
): Promise<Findings> {
  const { move, phoneCountry, sourceBusinessId, numberLimit } = context;
  const whole = scope === "all";
  const source = await readSide(
    graph,
    { wabaId: move.sourceWabaId, phoneNumberId: move.sourcePhoneNumberId },
    whole ? ["number", "waba", "templateCount"] : ["number"],
  );
  const destination = await readSide(
    graph,
    { wabaId: move.destinationWabaId, phoneNumberId: null },
    whole ? ["waba", "subscribedAppIds", "numbersInWaba"] : [],
  );
  refuseSilence([source, destination]);
  const { phoneNumber, appId } = move;
  const findings = evaluateChecks({
    source: source.snapshot,
    destination: destination.snapshot,
    request: { phoneNumber, phoneCountry, sourceBusinessId, appId, numberLimit },
  });
  if (!whole) return { findings: findings.filter(({ code }) => code === "TWO_STEP_OFF"), snapshots: [] };
  return {
    findings,
    snapshots: [
      { side: "source", moment: "check", data: source.snapshot },
      { side: "destination", moment: "check", data: destination.snapshot },
    ],
  };
}
