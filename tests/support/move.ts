/** The steps that people take to move one number, so that several journeys can begin where they differ. */
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { acknowledgements, type Application } from "#domain/requests/application.ts";
import { checkCatalogue } from "#domain/checks/check-catalogue.ts";
import { type Route, routeCatalogue } from "#domain/routes/route-catalogue.ts";
import type { Newcomer } from "../../supabase/seeds/newcomers.ts";
import { requestFields } from "../../src/providers/request-columns.ts";
import type { Person } from "./person.ts";
import type { TestStack } from "./stack.ts";

const outcome = z.object({ id: z.string(), version: z.int(), status: z.string() });
const requestRow = z.looseObject({
  id: z.string(),
  version: z.int(),
  status: z.string(),
  next_action: z.string().nullable(),
  next_action_subject: z.string().nullable(),
});
export type RequestRow = z.infer<typeof requestRow>;

export function applicationOf(newcomer: Newcomer, overrides: Partial<Application> = {}): Application {
  return {
    phoneNumber: newcomer.phone,
    phoneCountry: newcomer.country,
    locale: "en",
    companyName: newcomer.company,
    contactName: "Robin Example",
    contactEmail: "robin@newcomer.example",
    authorisedName: "Robin Example",
    authorisedEmail: "robin@newcomer.example",
    authorisedPosition: "Owner",
    oldProviderName: "Fernway Comms",
    reason: "price",
    monthlyVolume: 12_000,
    sourceBusinessId: newcomer.businessId,
    sourceWabaId: newcomer.sourceWabaId,
    sourcePhoneNumberId: newcomer.sourcePhoneNumberId,
    platformAccount: newcomer.platformAccount,
    acknowledgements: [...acknowledgements],
    ...overrides,
  };
}

export async function readRequest(person: Person, id: string): Promise<RequestRow> {
  const { data, error } = await person.client
    .from("migration_requests")
    .select(requestFields)
    .eq("id", id)
    .single();
  if (error) throw error;
  return requestRow.parse(data);
}

/** Gives a command for the request as it stands now, again where Portdesk itself changed it meanwhile; throws unless it is taken. */
export async function give(
  person: Person,
  command: string,
  id: string,
  input: Record<string, unknown> = {},
): Promise<void> {
  const attempt = async () => {
    const { version } = await readRequest(person, id);
    return person.command(command, { request: id, version, ...input });
  };
  let answer = await attempt();
  for (let time = 0; time < 3 && isConflict(answer.body); time += 1) answer = await attempt();
  if (answer.status !== 200) throw new Error(`${command}: ${answer.status} ${JSON.stringify(answer.body)}`);
}

const isConflict = (body: unknown) => JSON.stringify(body).includes('"version_conflict"');

/** Files and submits; returns the request's id. */
export async function file(person: Person, providerSlug: string, application: Application): Promise<string> {
  const drafted = await person.command("create_draft", { providerSlug, application });
  if (drafted.status !== 200)
    throw new Error(`create_draft: ${drafted.status} ${JSON.stringify(drafted.body)}`);
  const { id } = outcome.parse(drafted.body);
  await give(person, "submit_request", id);
  return id;
}

/** From submitted to the start of the cut-over: route, checks read from Meta, the rest confirmed, date agreed. */
export async function prepare(
  manager: Person,
  id: string,
  newcomer: Newcomer,
  route: Route = "R2",
): Promise<void> {
  await give(manager, "accept_request", id);
  const { data } = await manager.client
    .from("meta_connections")
    .select("id")
    .is("request_id", null)
    .limit(1)
    .single();
  await give(manager, "choose_route", id, {
    route,
    connection: data?.id,
    destinationWabaId: routeCatalogue[route].needsDestination ? newcomer.destinationWabaId : null,
  });
  const { version } = await readRequest(manager, id);
  const read = await manager.call("checks", { request: id, version });
  if (read.status !== 200) throw new Error(`checks: ${read.status} ${JSON.stringify(read.body)}`);
  const { data: open } = await manager.client
    .from("checks")
    .select("code, status")
    .eq("request_id", id)
    .eq("status", "pending");
  const codes = z.array(z.object({ code: z.enum(Object.keys(checkCatalogue)) })).parse(open ?? []);
  for (const { code } of codes)
    await give(manager, "confirm_check", id, { code, kind: "person", evidence: "Agreed by phone" });
}

/** Proposes the present hour, lets the client confirm, and starts the cut-over. */
export async function startCutover(client: Person, manager: Person, id: string): Promise<void> {
  const [startsAt, endsAt] = [0, 3_600_000].map((later) => new Date(Date.now() + later).toISOString());
  await give(manager, "schedule_request", id, { startsAt, endsAt });
  await give(client, "confirm_window", id);
  await give(manager, "start_cutover", id);
}

/** Waits until Portdesk asks for something or the request reaches a status; throws after 100 s with what it saw last. */
export async function until(
  person: Person,
  id: string,
  holds: (request: RequestRow) => boolean,
): Promise<RequestRow> {
  let request = await readRequest(person, id);
  for (let waited = 0; waited < 500 && !holds(request); waited += 1) {
    await sleep(200);
    request = await readRequest(person, id);
  }
  if (!holds(request)) {
    throw new Error(
      `Waited in vain: ${request.status} ${request.next_action} ${request.next_action_subject}`,
    );
  }
  return request;
}

/** The last code that arrived at the phone. */
export async function codeAt(stack: TestStack, phone: string): Promise<string> {
  const { messages } = z
    .object({ messages: z.array(z.object({ code: z.string() })) })
    .parse(await (await fetch(`${stack.graph}/_sim/phones/${phone.slice(1)}`)).json());
  return messages.at(-1)?.code ?? "";
}

const journalSchema = z.object({
  entries: z.array(
    z.object({
      operation: z.string().nullable(),
      method: z.string(),
      effects: z.array(z.string()),
      status: z.number().nullable(),
    }),
  ),
});

/** How often each writing operation of the move was carried out for this number, by the simulator's own journal; its probes come when they come. */
export async function effectsOf(stack: TestStack, phone: string): Promise<Record<string, number>> {
  const response = await fetch(`${stack.graph}/_sim/journal?number=${phone.slice(1)}&method=POST`);
  const counts: Record<string, number> = {};
  for (const { operation, effects, status } of journalSchema.parse(await response.json()).entries) {
    if (operation && operation !== "send_message" && effects.length > 0 && (status ?? 0) < 400)
      counts[operation] = (counts[operation] ?? 0) + 1;
  }
  return counts;
}
