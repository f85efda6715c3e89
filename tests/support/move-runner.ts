/** Drives one move as engine and people would: workers may die at any point, new ones go on. */
import * as z from "zod/mini";
import { Refusal } from "#domain/commands/refusal.ts";
import type { StepRun } from "#domain/cutover/run-step.ts";
import {
  type EngineStep,
  isManual,
  type Step,
  stepCatalogue,
  steps as allSteps,
} from "#domain/cutover/step-catalogue.ts";
import type { StepTiming } from "#domain/cutover/step-timing.ts";
import type { GraphPort } from "#domain/graph/graph-port.ts";
import type { Route } from "#domain/routes/route-catalogue.ts";
import {
  createEngineStore,
  type EngineStore,
} from "../../supabase/functions/_shared/engine/cutover-store.ts";
import { createEngine, type EngineDeps } from "../../supabase/functions/_shared/engine/engine.ts";
import { createGraphSimulator } from "../../supabase/graph-simulator/graph-simulator.ts";
import type { SimulatorSeed } from "../../supabase/graph-simulator/seed.ts";
import type { TestDatabase } from "./database.ts";
import { ageMove } from "./age-move.ts";
import { type Actor, commandsAs, serviceCommands } from "./engine-commands.ts";
import { metaIds, type Office, oldToken, send, type Simulator, startMove } from "./move-fixture.ts";
import { openGraphOver } from "./open-graph.ts";
import { passMessages, takeSharingStep, underNewModel } from "./shared-people.ts";
import { passSignupWindow, type Signup, signupAddress, signupOf } from "./signup.ts";

/** What a worker does between itself and the outside; tests put crashes and faults there. */
export type Wrap = { store?: (store: EngineStore) => EngineStore; graph?: (graph: GraphPort) => GraphPort };

const atOnce: StepTiming = { poll: 0, settle: 0, recheck: 0, retry: 0, templates: 0 };
const quiet = { info: () => undefined, error: () => undefined };

const rowSchema = z.object({
  status: z.string(),
  version: z.number(),
  destination_phone_number_id: z.nullable(z.string()),
});
const stepSchema = z.object({
  step: z.enum(allSteps),
  state: z.string(),
  result: z.nullable(z.record(z.string(), z.unknown())),
});

export type MoveOptions = {
  database: TestDatabase;
  office: Office;
  e164: string;
  seed: SimulatorSeed;
  /** Answers instead of the simulator. */
  fetch?: (request: Request) => Promise<Response>;
  timing?: Partial<StepTiming>;
  /** R2 unless said otherwise. */
  route?: Route;
  /** By default it runs out with the transaction: whoever comes next may take over. */
  leaseSeconds?: number;
  /** Whether the time that passes for staff passes for Meta too. */
  isTimeShared?: boolean;
};

export type Move = Awaited<ReturnType<typeof createMove>>;

export async function createMove({
  database,
  office,
  e164,
  seed,
  fetch,
  timing = {},
  route = "R2",
  leaseSeconds = 0,
  isTimeShared = false,
}: MoveOptions) {
  const { sql, serviceSql } = database;
  let passed = 0;
  const now = () => Date.now() + passed * 1000;
  const simulator: Simulator = createGraphSimulator({
    seed: route === "R0" ? underNewModel(seed) : seed,
    ...(isTimeShared ? { now } : {}),
  });
  const request = await startMove(database, office, e164, route);
  const approvals: Record<string, number> = {};
  const sends: number[] = [];
  let worker = 0;

  const hasWindow = route === "R0" || route === "R1";
  const shown = hasWindow ? signupOf : {};
  const toMeta = fetch ?? ((asked: Request) => simulator.fetch(asked));
  const openGraph = openGraphOver(database, toMeta, now, shown);

  /** With a concurrency of one, step follows step. */
  function engine(
    wrap: Wrap = {},
    concurrency: Pick<EngineDeps, "concurrency" | "sleep"> = { concurrency: 1 },
  ) {
    const store = createEngineStore(serviceCommands(serviceSql));
    return createEngine({
      store: wrap.store?.(store) ?? store,
      openGraph: async (context, deadline, mayCall) => {
        const graph = await openGraph(context, deadline, mayCall);
        return watched(wrap.graph?.(graph) ?? graph);
      },
      timing: { ...atOnce, ...timing },
      random: () => 0.5,
      now,
      monotonic: () => performance.now(),
      workerId: () => `worker-${(worker += 1)}`,
      log: quiet,
      leaseSeconds,
      ...concurrency,
    });
  }

  /** Until the very call that moves it, the number works at the old provider. */
  function watched(graph: GraphPort): GraphPort {
    return {
      ...graph,
      register: async (input) => {
        if (!effects("register").some((text) => / registered (as|silently)/.test(text))) {
          sends.push(await send(simulator, metaIds.sourcePhone, oldToken));
        }
        return graph.register(input);
      },
    };
  }

  const row = async () => {
    const [found] =
      await sql`select status, version, destination_phone_number_id from public.migration_requests where id = ${request}`;
    return rowSchema.parse(found);
  };
  const steps = async () => {
    const rows =
      await sql`select step, state, result from public.cutover_steps where request_id = ${request} order by position`;
    return rows.map((one) => stepSchema.parse(one));
  };
  const current = async () => (await steps()).find(({ state }) => state !== "done" && state !== "skipped");
  const exceptions = async (): Promise<string[]> => {
    const rows = await sql<{ code: string }[]>`
      select code from public.request_exceptions where request_id = ${request} and resolved_at is null order by opened_at, code`;
    return rows.map(({ code }) => code);
  };

  const journal = (operation: string) => simulator.simulation.journal.list({ operation, number: e164 });
  const effects = (operation: string) => journal(operation).flatMap((entry) => entry.effects);
  const inbox = () => simulator.simulation.state.inboxes[e164] ?? [];

  /** What somebody finds who looks at the phone, or tries the number. */
  function happened(step: Step): boolean {
    const did = (operation: string, text: RegExp) => effects(operation).some((effect) => text.test(effect));
    if (step === "request_code") return inbox().length > 0;
    if (step === "verify_code") return did("verify_code", /verified as/);
    return step === "register" ? did("register", /registered as/) : true;
  }
  /** A person's command on the request as it stands. */
  async function command(actor: Actor, name: string, parameters: Record<string, unknown>): Promise<void> {
    const { version } = await row();
    await commandsAs(sql, actor)(name, { p_request: request, p_version: version, ...parameters });
  }

  const details: Partial<Record<Step, { actor: Actor; detail: Record<string, string> }>> = {
    request_code: { actor: office.client, detail: { method: "SMS", language: "en_US" } },
    verify_code: { actor: office.client, detail: {} },
    embedded_signup: { actor: office.client, detail: {} },
    register: { actor: office.manager, detail: { lastFour: e164.slice(-4) } },
    register_shared: { actor: office.manager, detail: { lastFour: e164.slice(-4) } },
  };

  async function authorise(step: Step, more: Record<string, string> = {}): Promise<void> {
    const { actor, detail } = details[step] ?? { actor: office.manager, detail: {} };
    await command(actor, "authorise_step", { p_step: step, p_detail: { ...detail, ...more } });
    approvals[step] = (approvals[step] ?? 0) + 1;
  }

  /** Approves one attempt and runs it. */
  async function runStep(
    step: EngineStep,
    secrets: { code?: string; pin?: string; signupCode?: string } = {},
    wrap?: Wrap,
    detail?: Record<string, string>,
  ): Promise<StepRun> {
    await authorise(step, detail);
    return engine(wrap).runPersonStep(request, step, secrets);
  }

  const note = (pin: string, noted: boolean, actor: Actor = office.manager) =>
    commandsAs(sql, actor)("note_pin", { p_request: request, p_pin: pin, p_noted: noted });

  /** The client goes through the window; what it leaves to their browser. */
  const passWindow = (): Promise<Signup> =>
    passSignupWindow(
      (asked) => simulator.fetch(asked),
      signupAddress(metaIds.newApp),
      e164,
      () => inbox().at(-1)?.code ?? "",
    );

  /** The browser tells Portdesk how the window ended; `hint` may lie. */
  async function finishSignup(wrap?: Wrap, hint: Partial<Signup> = {}): Promise<StepRun> {
    const { code, wabaId, phoneNumberId } = { ...(await passWindow()), ...hint };
    return runStep("embedded_signup", { signupCode: code }, wrap, { wabaId, phoneNumberId });
  }

  /** What the new provider sends with. */
  const senderToken = () =>
    hasWindow ? (simulator.simulation.state.tokens.at(-1)?.token ?? "") : office.token;

  const work = (wrap?: Wrap) => engine(wrap).workRequest(request, now() + 20_000);

  /** As if so many seconds had gone by, for staff and its database. `pauses`: also for what the provider's moves share. */
  async function passTime(seconds: number, { pauses = true } = {}): Promise<void> {
    passed += seconds;
    await ageMove(sql, request, `${seconds} seconds`, pauses ? office.provider : undefined);
  }

  const isDue = async () =>
    (await createEngineStore(serviceCommands(serviceSql)).dueRequests(1000)).some(
      (due) => due.request === request,
    );

  const exchangeMessages = () => passMessages(sql, request);

  /** One thing that engine or people would do next; false when nothing is left. */
  async function advance(wrap?: Wrap): Promise<boolean> {
    const step = await current();
    if (!step) return false;
    if (step.state === "unknown" && (await exceptions()).includes("OUTCOME_UNKNOWN")) {
      await command(office.manager, "resolve_outcome", {
        p_step: step.step,
        p_happened: happened(step.step),
      });
    } else if (await takeSharingStep({ office, e164, simulator, command }, step.step)) {
      return true;
    } else if (isManual(step.step)) {
      throw new Error(`${step.step} is for people`);
    } else if (step.step === "exchange_messages") {
      await exchangeMessages();
      await work(wrap);
    } else if (step.state === "pending" && step.step === "embedded_signup") {
      await finishSignup(wrap);
    } else if (step.state === "pending" && stepCatalogue[step.step].trigger !== "automatic") {
      if (step.step === "request_code") await passTime(61);
      const run = await runStep(step.step, { code: inbox().at(-1)?.code ?? "000000", pin: "135790" }, wrap);
      // A broken engine may name a PIN that is none.
      if (run.closing.records?.pinShown) await note(run.intent, true).catch(() => undefined);
    } else {
      await work(wrap);
    }
    return true;
  }

  /** To the end, or until no turn is left. */
  async function drive(wrap?: Wrap, turns = 40): Promise<void> {
    for (let turn = 0; turn < turns; turn += 1) if (!(await advance(wrap))) return;
  }

  return {
    database,
    request,
    route,
    e164,
    passWindow,
    finishSignup,
    senderToken,
    office,
    simulator,
    approvals,
    sends,
    engine,
    row,
    steps,
    current,
    exceptions,
    journal,
    effects,
    inbox,
    happened,
    runStep,
    authorise,
    command,
    note,
    work,
    passTime,
    isDue,
    advance,
    drive,
    exchangeMessages,
  };
}

/** Whether an error is the database's refusal of that code. */
export function isRefusal(error: unknown, code: string): boolean {
  return error instanceof Refusal && error.code === code;
}
