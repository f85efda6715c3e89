/** Kills a worker at a chosen point between itself and the outside: what it throws nobody catches but the test. */
import type { GraphPort } from "#domain/graph/graph-port.ts";
import type { EngineStore } from "../../supabase/functions/_shared/engine/cutover-store.ts";
import type { Move, Wrap } from "./move-runner.ts";

export class Crash extends Error {
  constructor(point: string) {
    super(`killed at ${point}`);
    this.name = "Crash";
  }
}

/** Every point that a worker passes, e.g. "before register", "after open claim_number". */
export type Pass = (point: string) => void | Promise<void>;

/** Calls `pass` before and after each intent, each call to Meta and each closing. */
export function observed(pass: Pass): Wrap {
  return {
    store: (store) => observedStore(store, pass),
    graph: (graph) => observedGraph(graph, pass),
  };
}

function observedStore(store: EngineStore, pass: Pass): EngineStore {
  return {
    ...store,
    async openIntent(request, step, hold) {
      await pass(`before open ${step}`);
      const intent = await store.openIntent(request, step, hold);
      await pass(`after open ${step}`);
      return intent;
    },
    async closeIntent(intent, closing) {
      await pass("before close");
      await store.closeIntent(intent, closing);
      await pass("after close");
    },
  };
}

function observedGraph(graph: GraphPort, pass: Pass): GraphPort {
  const around =
    <Input, Output>(name: string, call: (input: Input) => Promise<Output>) =>
    async (input: Input): Promise<Output> => {
      await pass(`before ${name}`);
      const output = await call(input);
      await pass(`after ${name}`);
      return output;
    };
  return {
    readNumber: around("readNumber", graph.readNumber),
    readWaba: around("readWaba", graph.readWaba),
    readProfile: around("readProfile", graph.readProfile),
    listNumbers: around("listNumbers", graph.listNumbers),
    listTemplates: around("listTemplates", graph.listTemplates),
    readTemplateTexts: (wabaId, after) =>
      around("readTemplateTexts", (from: string | null) => graph.readTemplateTexts(wabaId, from))(after),
    createTemplate: around("createTemplate", graph.createTemplate),
    listSubscribedApps: around("listSubscribedApps", graph.listSubscribedApps),
    subscribeApp: around("subscribeApp", graph.subscribeApp),
    copyTemplates: around("copyTemplates", graph.copyTemplates),
    claimNumber: around("claimNumber", graph.claimNumber),
    requestCode: around("requestCode", graph.requestCode),
    verifyCode: around("verifyCode", graph.verifyCode),
    register: around("register", graph.register),
    // No step of a move does these.
    setPin: graph.setPin,
    sendTemplate: graph.sendTemplate,
    exchangeSignupCode: async (code) => {
      const grant = await around("exchangeSignupCode", graph.exchangeSignupCode)(code);
      const inspect = around("inspect", () => grant.inspect());
      return {
        token: grant.token,
        inspect: () => inspect(undefined),
        readWaba: around("readWaba", grant.readWaba),
        listNumbers: around("listNumbers", grant.listNumbers),
      };
    },
  };
}

/**
 * Drives the move with a worker killed at each of the points, counted from 0 since the last crash; then to the end.
 * Returns where the workers died; `onSurvived` is told of the points after the last death.
 */
export async function driveWithCrashes(
  move: Move,
  at: readonly number[],
  wrap: Wrap = {},
  onSurvived: (point: string) => void = () => undefined,
): Promise<string[]> {
  const deaths = [...at];
  const died: string[] = [];
  let passed = 0;
  const fatal = observed((point) => {
    if (deaths.length > 0 && passed++ === deaths[0]) {
      deaths.shift();
      passed = 0;
      died.push(point);
      throw new Crash(point);
    }
    if (deaths.length === 0) onSurvived(point);
  });
  const both: Wrap = {
    store: (store) => fatal.store?.(wrap.store?.(store) ?? store) ?? store,
    graph: (graph) => fatal.graph?.(wrap.graph?.(graph) ?? graph) ?? graph,
  };
  for (let turn = 0; turn < 60; turn += 1) {
    try {
      if (!(await move.advance(both))) return died;
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  }
  return died;
}

/** The points that a move passes in which nobody is killed. */
export async function listPoints(move: Move): Promise<string[]> {
  const points: string[] = [];
  await move.drive(observed((point) => void points.push(point)));
  return points;
}
