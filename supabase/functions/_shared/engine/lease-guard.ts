/** Stops a worker that slept past its lease from calling Meta; the fence does the same for the database. */
import { Refusal } from "#domain/commands/refusal.ts";
import type { GraphPort } from "#domain/graph/graph-port.ts";

export type Clocks = {
  /** Milliseconds since 1970; someone may change this clock. */
  now: () => number;
  /** Milliseconds since an arbitrary moment; nobody can set this clock back. */
  monotonic: () => number;
};

/**
 * Returns a function that tells whether `milliseconds`, counted from now, have not yet passed. Once either clock has
 * run out, or the wall clock has gone backwards, its answer stays false.
 */
export function holdFor(milliseconds: number, { now, monotonic }: Clocks): () => boolean {
  const [wallBegin, steadyBegin] = [now(), monotonic()];
  let lastWall = wallBegin;
  let isHeld = true;
  return () => {
    const wall = now();
    const isOver = wall - wallBegin >= milliseconds || monotonic() - steadyBegin >= milliseconds;
    if (isOver || wall < lastWall) isHeld = false;
    lastWall = wall;
    return isHeld;
  };
}

/**
 * Checks `mayCall` before each call, reads included: a worker without a lease has no use for
 * the answer. Throws Refusal fence_lost.
 */
export function guardLease(graph: GraphPort, mayCall: () => boolean): GraphPort {
  const guarded =
    <Input extends unknown[], Output>(call: (...input: Input) => Promise<Output>) =>
    async (...input: Input): Promise<Output> => {
      if (!mayCall()) throw new Refusal(409, "fence_lost");
      return call(...input);
    };
  return {
    readNumber: guarded(graph.readNumber),
    readWaba: guarded(graph.readWaba),
    readProfile: guarded(graph.readProfile),
    listNumbers: guarded(graph.listNumbers),
    listTemplates: guarded(graph.listTemplates),
    readTemplateTexts: guarded(graph.readTemplateTexts),
    createTemplate: guarded(graph.createTemplate),
    listSubscribedApps: guarded(graph.listSubscribedApps),
    subscribeApp: guarded(graph.subscribeApp),
    copyTemplates: guarded(graph.copyTemplates),
    claimNumber: guarded(graph.claimNumber),
    requestCode: guarded(graph.requestCode),
    verifyCode: guarded(graph.verifyCode),
    register: guarded(graph.register),
    setPin: guarded(graph.setPin),
    sendTemplate: guarded(graph.sendTemplate),
    exchangeSignupCode: guarded(graph.exchangeSignupCode),
  };
}
