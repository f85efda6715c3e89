/** What can happen to a move, as fast-check's commands: workers, people, Meta, their connection, and time. */
import fc from "fast-check";
import { isManual, stepCatalogue } from "#domain/cutover/step-catalogue.ts";
import type { FaultInput } from "../../supabase/graph-simulator/faults.ts";
import type { Party } from "./schedule-invariants.ts";
import { attempt, command, partyOf, type Real } from "./schedule-model.ts";
import { outsideCommands } from "./schedule-outside.ts";
import { deliver, employ, passTime } from "./schedule-fixture.ts";

const operations = [
  "get_number",
  "get_waba",
  "list_templates",
  "subscribe_app",
  "migrate_templates",
  "claim_number",
  "list_numbers",
  "request_code",
  "verify_code",
  "register",
  "register",
] as const;

const actions: FaultInput["action"][] = [
  { kind: "lost_before" },
  { kind: "lost_after" },
  { kind: "lost_after" },
  { kind: "http429", minutes: 5 },
  { kind: "http5xx", status: 503 },
  { kind: "html", status: 200 },
  { kind: "truncated" },
  { kind: "empty" },
  { kind: "wrong_type" },
  { kind: "unknown_enum", field: "status" },
  { kind: "unknown_enum", field: "code_verification_status" },
  { kind: "error_200", error: { code: 1, message: "An unknown error occurred" } },
  { kind: "error", error: { code: 190, message: "The token was revoked" } },
  { kind: "error", error: { code: 2, message: "Temporarily unavailable", transient: true } },
];

/** How a person or the ticker starts a worker on the next step. */
type Hand = { code: "right" | "wrong"; go: "given" | "missing" | "twice" };

/** Starts a worker on the step that is due; false when only people or time can change anything. */
export async function begin(real: Real, party: Party, hand: Hand): Promise<boolean> {
  const { move } = party;
  const { fixture, engine } = real;
  const step = await move.current();
  if (!step) return false;
  if (isManual(step.step)) return attempt(() => move.advance());
  if (step.step === "exchange_messages") await move.exchangeMessages();
  if (step.state !== "pending" || stepCatalogue[step.step].trigger === "automatic") {
    await employ(fixture, party, engine, (wrap) => move.work(wrap));
    return true;
  }
  const secrets = {
    code: hand.code === "right" ? (move.inbox().at(-1)?.code ?? "000000") : "999999",
    pin: "135790",
  };
  const name = step.step;
  let detail: Record<string, string> = {};
  let signupCode = "";
  if (name === "embedded_signup") {
    try {
      const { code, ...ids } = await move.passWindow();
      signupCode = code;
      detail = { wabaId: ids.wabaId, phoneNumberId: ids.phoneNumberId };
    } catch {
      // The window itself refuses, e.g. after too many codes.
      return false;
    }
  }
  if (hand.go !== "missing" && !(await attempt(() => move.authorise(name, detail)))) return false;
  for (let times = hand.go === "twice" ? 2 : 1; times > 0; times -= 1) {
    const handed = { ...secrets, ...(signupCode === "" ? {} : { signupCode }) };
    await employ(fixture, party, engine, (wrap) =>
      move.engine(wrap).runPersonStep(move.request, name, handed),
    );
  }
  return true;
}

/** Begins what is due and lets its worker pass that many points: to its end, if nothing stops it. */
async function beginFor(real: Real, party: Party, hand: Hand, points = 1000): Promise<void> {
  const before = real.fixture.workers.length;
  await begin(real, party, hand);
  for (const { worker } of real.fixture.workers.slice(before)) await worker.go(points);
}

/** A person checks the phone or tries the number and reports the result; about the phone they may lie. */
export async function answer(party: Party, isTrue: boolean): Promise<boolean> {
  const { move } = party;
  const step = await move.current();
  if (step?.state !== "unknown" || (step.step !== "request_code" && !isTrue)) return false;
  if (!(await move.exceptions()).includes("OUTCOME_UNKNOWN")) return false;
  const happened = move.happened(step.step);
  const said = isTrue ? happened : !happened;
  const reported = { p_step: step.step, p_happened: said };
  if (!(await attempt(() => move.command(move.office.manager, "resolve_outcome", reported)))) return false;
  if (!isTrue) party.wasLiedTo = true;
  return true;
}

export async function retryFailed(party: Party): Promise<boolean> {
  const { move } = party;
  const step = await move.current();
  if (step?.state !== "failed") return false;
  return attempt(() => move.command(move.office.manager, "retry_step", { p_step: step.step }));
}

const workerOf = ({ fixture }: Real, index: number) => {
  const idle = fixture.workers.filter(({ worker }) => worker.at() !== null);
  return idle.length === 0 ? undefined : idle[index % idle.length]?.worker;
};

const which = fc.nat({ max: 1 });
const hands = fc.record<Hand>({
  code: fc.constantFrom("right", "right", "right", "wrong"),
  go: fc.constantFrom("given", "given", "given", "given", "missing", "twice"),
});

const starts = fc
  .tuple(which, hands)
  .map(([index, hand]) =>
    command(`start ${index} ${hand.code} code, approval ${hand.go}`, (real) =>
      begin(real, partyOf(real, index), hand),
    ),
  );
const runs = fc.tuple(which, hands, fc.nat({ max: 14 })).map(([index, hand, points]) =>
  command(`run ${index} for ${points} points, ${hand.code} code, approval ${hand.go}`, async (real) => {
    await beginFor(real, partyOf(real, index), hand, points);
  }),
);
const finishes = fc.tuple(which, hands).map(([index, hand]) =>
  command(`finish ${index} with ${hand.code} code, approval ${hand.go}`, async (real) => {
    await beginFor(real, partyOf(real, index), hand);
  }),
);
const wakes = fc
  .tuple(fc.nat({ max: 5 }), fc.constantFrom(1, 2, 3, 5, 1000))
  .map(([index, points]) =>
    command(`wake worker ${index} for ${points} points`, async (real) => workerOf(real, index)?.go(points)),
  );
const kills = fc
  .nat({ max: 5 })
  .map((index) => command(`kill worker ${index}`, async (real) => workerOf(real, index)?.kill()));
const restarts = fc.constant(
  command("kill all workers", async ({ fixture }) => {
    for (const { worker } of fixture.workers.splice(0)) await worker.kill();
  }),
);
const faults = fc
  .tuple(which, fc.constantFrom(...operations), fc.constantFrom(...actions), fc.constantFrom(1, 1, 2, 4))
  .map(([index, operation, action, times]) =>
    command(`${times} times ${action.kind} at ${operation} of ${index}`, async (real) => {
      partyOf(real, index).move.simulator.simulation.addFault({ operation, action, times });
      await Promise.resolve();
    }),
  );
const delays = fc.tuple(which, fc.constantFrom(0, 0, 30, 70)).map(([index, seconds]) =>
  command(`the next write of ${index} arrives late, after ${seconds} seconds at least`, async (real) => {
    partyOf(real, index).holding.push(seconds);
    await Promise.resolve();
  }),
);
const arrivals = which.map((index) =>
  command(`what is in flight for ${index} arrives`, (real) => deliver(partyOf(real, index))),
);
const times = fc
  .constantFrom(1, 5, 20, 61, 61, 301, 301, 3600, 4 * 86_400)
  .map((seconds) => command(`${seconds} seconds pass`, ({ fixture }) => passTime(fixture, seconds)));
const answers = fc
  .tuple(which, fc.constantFrom(true, true, true, false))
  .map(([index, isTrue]) =>
    command(`a person ${isTrue ? "says" : "lies about"} what the phone of ${index} shows`, (real) =>
      answer(partyOf(real, index), isTrue),
    ),
  );
const retries = which.map((index) =>
  command(`a person retries ${index}`, (real) => retryFailed(partyOf(real, index))),
);
const anotherCode = which.map((index) =>
  command(`another code is requested for ${index}`, async (real) => {
    const { move } = partyOf(real, index);
    if ((await move.current())?.step !== "verify_code") return;
    if (!(await attempt(() => move.authorise("request_code")))) return;
    await employ(real.fixture, partyOf(real, index), real.engine, (wrap) =>
      move.engine(wrap).runPersonStep(move.request, "request_code", {}),
    );
  }),
);
const impatience = which.map((index) =>
  command(`a client requests code after code for ${index}, and none is sent`, async (real) => {
    const party = partyOf(real, index);
    const { move } = party;
    if (!(await move.current())?.step.endsWith("_code")) return;
    const action = { kind: "http5xx", status: 503 } as const;
    const { id } = move.simulator.simulation.addFault({ operation: "request_code", action, times: 0 });
    for (let times = 0; times < 7; times += 1) {
      await passTime(real.fixture, 61);
      if (!(await attempt(() => move.authorise("request_code")))) break;
      const worker = await employ(real.fixture, party, real.engine, (wrap) =>
        move.engine(wrap).runPersonStep(move.request, "request_code", {}),
      );
      await worker.go(1000);
    }
    move.simulator.simulation.clearFaults(id);
  }),
);
const haste = which.map((index) =>
  command(`Meta asks ${index} to wait, and it is tried again at once`, async (real) => {
    const party = partyOf(real, index);
    const step = await party.move.current();
    const operation = operations.find((name) => step?.step.startsWith(name));
    if (step?.state !== "pending" || !operation) return;
    const { simulation } = party.move.simulator;
    const { id } = simulation.addFault({ operation, action: { kind: "http429", minutes: 5 }, times: 1 });
    for (let times = 0; times < 2; times += 1) await beginFor(real, party, { code: "right", go: "given" });
    simulation.clearFaults(id);
  }),
);
const worn = which.map((index) =>
  command(`a wrong code at ${index}, and the right one without another approval`, async (real) => {
    const party = partyOf(real, index);
    const step = await party.move.current();
    if (step?.step !== "verify_code" || step.state !== "pending") return;
    await beginFor(real, party, { code: "wrong", go: "given" });
    await beginFor(real, party, { code: "right", go: "missing" });
  }),
);
const aborts = which.map((index) =>
  command(`a person aborts ${index}`, async (real, model) => {
    const party = partyOf(real, index);
    const at = real.fixture.parties.indexOf(party);
    const note = { p_note: "The client wants to wait." };
    if (!(await attempt(() => party.move.command(party.move.office.manager, "abort_cutover", note)))) return;
    party.isAborted = true;
    model.aborted.add(at);
  }),
);

/** Weighted by how often each is listed. */
export const scheduleCommands = [
  starts,
  starts,
  runs,
  runs,
  runs,
  runs,
  finishes,
  finishes,
  finishes,
  finishes,
  finishes,
  finishes,
  finishes,
  wakes,
  wakes,
  wakes,
  kills,
  restarts,
  faults,
  faults,
  faults,
  delays,
  arrivals,
  times,
  times,
  times,
  times,
  answers,
  answers,
  retries,
  anotherCode,
  impatience,
  haste,
  worn,
  ...outsideCommands,
];
export const abortCommand = aborts;
