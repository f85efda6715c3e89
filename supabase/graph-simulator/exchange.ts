// Handles one Graph request from arrival to answer: journal, fault, limits, effect, persistence, and only then the
// reply. Everything except reading the request is synchronous, so that requests never interleave.
import { admit, identify, run, type Target, wabaIdOf } from "./dispatch.ts";
import { type Fault, faultError, hasEffect, spoil, takeFault } from "./faults.ts";
import { errorAnswer, GraphError, graphError } from "./graph-error.ts";
import { type GraphRequest, readGraphRequest } from "./graph-request.ts";
import type { JournalSubject } from "./journal.ts";
import { carryNewest } from "./message-travel.ts";
import type { Simulation } from "./simulation.ts";
import { businessUsageHeader, type UsageSubject } from "./usage.ts";

/** The connection breaks without an answer. */
export class LostReply extends Error {
  constructor() {
    super("fetch failed: the simulated connection was cut");
    this.name = "LostReply";
  }
}

type Answer = { status: number; body: unknown; errorCode: number | null };

function digits(request: GraphRequest, name: string): string {
  const value = request.params[name];
  return typeof value === "string" || typeof value === "number" ? String(value).replace(/\D/g, "") : "";
}

function journalSubject(simulation: Simulation, request: GraphRequest, target: Target): JournalSubject {
  const { node, operation } = target;
  const claimedNumber =
    operation?.name === "claim_number" ? `+${digits(request, "cc")}${digits(request, "phone_number")}` : null;
  const token = simulation.state.tokens.find((candidate) => candidate.token === request.bearer);
  return {
    operation: operation?.name ?? null,
    number: node?.kind === "number" ? node.record.e164 : claimedNumber,
    wabaId: wabaIdOf(node),
    appId: token?.appId ?? null,
  };
}

function errorReply(simulation: Simulation, request: GraphRequest, error: unknown): Answer {
  if (!(error instanceof GraphError)) console.error(error);
  const known = error instanceof GraphError ? error : graphError(1);
  const { accountLanguage, migrationCodePlacement } = simulation.state.settings;
  const isForeign = accountLanguage !== "en" && request.params.locale === undefined;
  const answer = errorAnswer(known, migrationCodePlacement, isForeign);
  return { ...answer, errorCode: known.shape.code };
}

function perform(simulation: Simulation, request: GraphRequest, target: Target, effects: string[]): Answer {
  const { state } = simulation;
  const now = simulation.now();
  try {
    const admitted = admit(state, request, target, { now, wall: simulation.wallClock() });
    const subject: UsageSubject = { appId: admitted.token.appId, wabaId: wabaIdOf(admitted.node) };
    const refusal = simulation.usage.refusal(state, subject, now);
    if (refusal) throw refusal;
    const call = { state, request, token: admitted.token, now, effect: (text: string) => effects.push(text) };
    return { status: 200, body: run(call, admitted), errorCode: null };
  } catch (error) {
    return errorReply(simulation, request, error);
  }
}

function headersOf(
  simulation: Simulation,
  subject: JournalSubject,
  fault: Fault | null,
): Record<string, string> {
  if (subject.appId === null) return {};
  const usage = { appId: subject.appId, wabaId: subject.wabaId };
  const headers = simulation.usage.headers(simulation.state, usage, simulation.now());
  if (fault?.action.kind !== "http429") return headers;
  return { ...headers, ...businessUsageHeader(subject.wabaId ?? subject.appId, 100, fault.action.minutes) };
}

export async function exchange(simulation: Simulation, incoming: Request): Promise<Response> {
  const request = await readGraphRequest(incoming);
  const target = identify(simulation.state, request);
  const subject = journalSubject(simulation, request, target);
  const entry = simulation.journal.arrive(request, simulation.now(), subject);
  const { appId } = subject;
  if (appId !== null) simulation.usage.count({ appId, wabaId: subject.wabaId }, simulation.now());

  const fault = takeFault(simulation.state.faults, { ...request, operation: subject.operation });
  const effects: string[] = [];
  const instead = fault ? faultError(fault.action) : null;
  const done = !fault || hasEffect(fault) ? perform(simulation, request, target, effects) : null;
  const answer = instead
    ? errorReply(simulation, request, instead)
    : (done ?? errorReply(simulation, request, graphError(2)));
  const spoilt = spoil(fault?.action ?? null, answer.body);
  const status = spoilt.status ?? answer.status;
  const headers = { ...headersOf(simulation, subject, fault), "content-type": spoilt.type };

  if (request.method !== "GET" || fault) simulation.persist({ seq: entry.seq, effects });
  const lost = fault?.action.kind === "lost_after" || fault?.action.kind === "lost_before";
  simulation.journal.answer(entry.seq, {
    status: lost ? null : status,
    errorCode: lost ? null : answer.errorCode,
    effects,
    fault: fault?.action.kind ?? null,
  });
  if (done?.status === 200 && subject.operation === "send_message") void carryNewest(simulation);
  if (lost) throw new LostReply();
  if (fault?.action.kind === "slow") await simulation.sleep(fault.action.ms);
  return new Response(spoilt.text, { status, headers });
}
