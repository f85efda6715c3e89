/** A worker that slept past its lease makes no more calls: the fence keeps it from the database, this from Meta. */
import { Refusal } from "#domain/commands/refusal.ts";
import type { GraphPort } from "#domain/graph/graph-port.ts";

export type Clocks = {
  /** Milliseconds since 1970; somebody may set it. */
  now: () => number;
  /** Milliseconds since any moment; nobody can set it back. */
  monotonic: () => number;
};

/**
 * Whether `milliseconds` have not gone by yet: the question to ask again and again from now on. Once either clock has run
 * out, or the wall clock was seen to go backwards, the answer stays no.
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
 * `mayCall` is asked before each call, and whether or not it is a reading: what a worker without a lease finds out
 * serves nobody. Throws Refusal fence_lost.
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
