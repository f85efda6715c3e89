/** Runs the commands of a history on the database, each as the person or engine that gives it. */
import type { TransactionSql } from "postgres";
import * as z from "zod";
import type { HistoryEntry, Actor, StepOutcome } from "./history.ts";
import { backDate, restartClocks } from "./back-date.ts";
import { call, type Input } from "./call.ts";
import { checkReadings, destinationAtChecks, type RequestFacts, sourceSnapshot } from "./meta-facts.ts";
import { stepRecords } from "./step-records.ts";
import { templateForecast } from "./template-library.ts";

export type Person = { userId: string; email: string };

export type SeedActors = {
  client: Person;
  manager: Person;
  admin: Person;
  managerMember: string;
  connection: string;
  /** The client's input to the application form. */
  application: Record<string, unknown>;
};

const outcomeSchema = z.object({ id: z.uuid(), version: z.int() });
const intentSchema = z.object({ intent: z.uuid(), fence: z.number() });
type Live = { request: string; version: number };

async function impersonate(database: TransactionSql, actor: Actor, actors: SeedActors): Promise<void> {
  const role = actor === "engine" ? "service_role" : "authenticated";
  const person = actor === "engine" ? null : actors[actor];
  const claims = person ? { sub: person.userId, email: person.email, role } : { role };
  await database`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true), set_config('role', ${role}, true)`;
}

/** Runs one history; `times` holds a time for each entry. Returns the request's id. */
export async function runHistory(
  database: TransactionSql,
  facts: RequestFacts,
  actors: SeedActors,
  entries: readonly HistoryEntry[],
  times: readonly Date[],
): Promise<string> {
  let live: Live = { request: "", version: 0 };
  let dated = Promise.resolve();
  for (const [index, entry] of entries.entries()) {
    const at = times[index] ?? new Date();
    // Sent together with the last entry's dating: the server runs them in order.
    [live] = await Promise.all([runEntry(database, facts, actors, entry, live, at), dated]);
    dated = backDate(database, live.request, at);
  }
  await Promise.all([dated, restartClocks(database, live.request)]);
  return live.request;
}

async function runEntry(
  database: TransactionSql,
  facts: RequestFacts,
  actors: SeedActors,
  entry: HistoryEntry,
  live: Live,
  at: Date,
): Promise<Live> {
  const as = async (actor: Actor, name: string, input: Input, versioned = true): Promise<Live> => {
    const target =
      live.request === "" ? {} : { request: live.request, ...(versioned ? { version: live.version } : {}) };
    // Sent together: the server runs them in order.
    const [, answer] = await Promise.all([
      impersonate(database, actor, actors),
      call(database, name, { ...target, ...input }),
    ]);
    const outcome = outcomeSchema.parse(answer);
    return { ...live, request: outcome.id, version: outcome.version };
  };
  switch (entry.kind) {
    case "command":
      if (entry.command === "create_draft") {
        const filed = { provider_slug: facts.provider.slug, application: actors.application };
        return as("client", entry.command, filed);
      }
      if (entry.command === "start_cutover")
        return startInPast(database, live, at, () => as(entry.by, entry.command, entry.input));
      return as(entry.by, entry.command, entry.input, entry.unversioned !== true);
    case "assign":
      return as("manager", "assign_request", { member: actors.managerMember });
    case "choose_route": {
      const route = {
        route: "R2",
        connection: actors.connection,
        destination_waba_id: facts.ids.destinationWaba,
      };
      return as("manager", "choose_route", route);
    }
    case "read_checks": {
      await as("manager", "run_checks", {});
      const snapshots = [
        { side: "source", moment: "check", data: sourceSnapshot(facts) },
        { side: "destination", moment: "check", data: destinationAtChecks(facts) },
      ];
      return as("engine", "engine_record_checks", { checks: checkReadings(facts), snapshots }, false);
    }
    case "schedule":
      await forecastTemplates(database, facts, actors, live);
      return as(
        "manager",
        "schedule_request",
        windowFrom(Math.round((Date.now() + entry.startsInHours * hourMs) / quarterMs) * quarterMs),
      );
    case "step":
      return runStep(database, facts, actors, live, as, entry.step, entry.outcome);
    case "exception":
      // An exception from staff's clocks, which raise it without a call to Meta.
      await database`reset role`;
      await database`
        insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
        select provider_id, client_id, id, ${entry.code}, ${entry.owner} from public.migration_requests where id = ${live.request}`;
      await database`select private.settle_request(${live.request})`;
      return live;
  }
}

/** The engine's command takes no version; the next entry must use the new one. */
async function forecastTemplates(
  database: TransactionSql,
  facts: RequestFacts,
  actors: SeedActors,
  live: Live,
): Promise<void> {
  await impersonate(database, "engine", actors);
  const forecast = templateForecast(facts.serial, facts.provider.locale);
  const answer = await call(database, "engine_store_template_forecast", {
    request: live.request,
    ...forecast,
  });
  live.version = outcomeSchema.parse(answer).version;
}

type As = (actor: Actor, name: string, input: Input, versioned?: boolean) => Promise<Live>;

const hourMs = 3_600_000;
const quarterMs = hourMs / 4;

function windowFrom(start: number): { starts_at: Date; ends_at: Date } {
  return { starts_at: new Date(start), ends_at: new Date(start + 2 * hourMs) };
}

/** A past move was agreed for its own day, and started while its window was open. */
async function startInPast(
  database: TransactionSql,
  { request }: Live,
  startedAt: Date,
  start: () => Promise<Live>,
): Promise<Live> {
  const { starts_at, ends_at } = windowFrom(Math.floor(startedAt.getTime() / quarterMs) * quarterMs);
  const agreeOn = async (end: Date) => {
    await database`reset role`;
    await database`update public.migration_requests set window_starts_at = ${starts_at}, window_ends_at = ${end} where id = ${request}`;
    await database`update public.migration_requests r set window_confirmed_for = private.date_facts(r) where id = ${request}`;
  };
  await agreeOn(new Date(Date.now() + hourMs));
  const after = await start();
  await agreeOn(ends_at);
  await database`
    update public.events set data = ${database.json({ startsAt: starts_at.toISOString(), endsAt: ends_at.toISOString() })}
    where request_id = ${request} and kind = 'request.schedule'`;
  return after;
}

const authorisations = {
  request_code: { by: "client", detail: () => ({ method: "SMS", language: "en_US" }) },
  verify_code: { by: "client", detail: () => ({}) },
  register: { by: "manager", detail: (phone: string) => ({ lastFour: phone.slice(-4) }) },
} as const satisfies Record<string, { by: Actor; detail: (phone: string) => Record<string, string> }>;

async function runStep(
  database: TransactionSql,
  facts: RequestFacts,
  actors: SeedActors,
  live: Live,
  as: As,
  step: Extract<HistoryEntry, { kind: "step" }>["step"],
  outcome: StepOutcome | undefined,
): Promise<Live> {
  if (step === "request_code" || step === "verify_code" || step === "register") {
    const { by, detail } = authorisations[step];
    await as(by, "authorise_step", { step, detail: detail(facts.seed.phone) });
  }
  const opening = { request: live.request, step, worker: "seed", lease_seconds: 60 };
  const [, opened] = await Promise.all([
    impersonate(database, "engine", actors),
    call(database, "engine_open_intent", opening),
  ]);
  const { intent, fence } = intentSchema.parse(opened);
  const { result, records } = stepRecords(facts, step);
  const isDone = outcome === undefined || outcome.outcome === "done";
  const closed = await call(database, "engine_close_intent", {
    intent,
    fence,
    outcome: outcome?.outcome ?? "done",
    result: isDone ? result : null,
    records: isDone ? records : {},
    exception: outcome?.exception ?? null,
    wait_seconds: outcome?.waitSeconds ?? null,
  });
  const { version } = outcomeSchema.parse(closed);
  // The person who approved it has noted the number's PIN.
  return isDone && "pinShown" in records
    ? as("manager", "note_pin", { pin: intent, noted: true }, false)
    : { ...live, version };
}
