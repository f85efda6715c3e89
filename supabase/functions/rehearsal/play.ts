/** Sets up the stage, plays the move on it with the real client, and records every request. */
import type { MoveContext } from "#domain/cutover/move-context.ts";
import type { Step } from "#domain/cutover/step-catalogue.ts";
import { listed, type RehearsalResult, type RehearsedRequest } from "#domain/rehearsal/rehearsal-result.ts";
import { type Played, rehearse } from "#domain/rehearsal/rehearse.ts";
import { exchange } from "../../graph-simulator/exchange.ts";
import type { JournalEntry } from "../../graph-simulator/journal.ts";
import { createSimulation } from "../../graph-simulator/simulation.ts";
import { createGraphClient } from "../_shared/graph/graph-client.ts";
import { graphVersion } from "../_shared/graph/graph-version.ts";
import { exchangeSignupCode } from "../_shared/graph/signup-client.ts";
import { createUsageGate } from "../_shared/graph/usage-gate.ts";
import type { StageFacts } from "./read-facts.ts";
import { stageAppOf, stageSeed, stageToken } from "./stage-seed.ts";
import { passStageWindow, stageApp } from "./stage-window.ts";

export type Rehearsal = { stop: Played["stop"]; result: RehearsalResult };

export type RehearsedMove = {
  move: MoveContext;
  facts: StageFacts;
  /** The client's business, as the request names it. */
  business: string | null;
  /** Attempts that Meta still counts. */
  used: Partial<Record<Step, number>>;
};

/** How many items of a long list are kept. */
const maxItems = 5;

export async function play({ move, facts, business, used }: RehearsedMove): Promise<Rehearsal> {
  const { seed, assumptions } = stageSeed(facts, move, business);
  const simulation = createSimulation({ seed });
  const { now } = simulation;
  const appId = stageAppOf(move);
  const common = {
    fetch: (request: Request) => exchange(simulation, request),
    url: "https://stage.invalid",
    version: graphVersion,
    deadlineSeconds: 18,
    gate: createUsageGate(now),
    now,
    appId,
  };
  let token = stageToken;
  /** Only the stage holds the token that the window grants. */
  const hold = (granted: string) => {
    token = granted;
    return Promise.resolve({ connectionId: "stage", keyId: "", nonce: "", ciphertext: "" });
  };
  const enter = (code: string) => exchangeSignupCode(common, { id: appId, ...stageApp }, hold, code);
  const begun: { step: Step; from: number }[] = [];
  const { steps, stop } = await rehearse(
    {
      get graph() {
        return createGraphClient({ ...common, token }, enter);
      },
      passWindow: () => passStageWindow(simulation, appId, move.phoneNumber),
      readCode: () => simulation.state.inboxes[move.phoneNumber]?.at(-1)?.code ?? null,
      passTime: (seconds) => void simulation.advance(seconds * 1000),
    },
    move,
    { used, onStep: (step) => begun.push({ step, from: simulation.journal.list().length }) },
  );
  const entries = simulation.journal.list();
  const requests = begun.flatMap(({ step, from }, index) =>
    entries.slice(from, begun[index + 1]?.from).map((entry) => requestOf(step, entry)),
  );
  return {
    stop,
    result: {
      ...listed(requests),
      notices: noticesOf(steps, stop),
      assumptions,
    },
  };
}

function requestOf(step: Step, entry: JournalEntry): RehearsedRequest {
  const parameters = Object.entries({ ...entry.query, ...entry.body }).filter(
    ([name]) => !name.startsWith("appsecret_") && name !== "client_secret",
  );
  return {
    step,
    method: entry.method,
    path: entry.path,
    parameters: Object.fromEntries(parameters.map(([name, value]) => [name, shortened(value)])),
    status: entry.status,
    errorCode: entry.errorCode,
  };
}

function shortened(value: unknown): unknown {
  if (!Array.isArray(value) || value.length <= maxItems) return value;
  const kept: unknown[] = value.slice(0, maxItems);
  return [...kept, `+${value.length - maxItems}`];
}

/** Each exception once per step, without the one that stops the move. */
function noticesOf(steps: Played["steps"], stop: Played["stop"]): RehearsalResult["notices"] {
  const seen = new Map<string, RehearsalResult["notices"][number]>();
  for (const { step, codes } of steps) {
    for (const code of codes) {
      if (step !== stop?.step || code !== stop.code) seen.set(`${step} ${code}`, { step, code });
    }
  }
  return [...seen.values()];
}
