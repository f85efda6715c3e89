/** Reads the parts of a request's proof, under the reader's own rights and no more than the reader's proof needs. */
import { type ProofRows, proofRows, type Variant } from "#domain/proof/proof-rows.ts";
import { useQuery } from "@tanstack/react-query";
import * as z from "zod/mini";
import { supabase, type Tables } from "../providers/supabase-client.ts";

/** `reader`: staff read everything; for a client nothing that is staff-only is fetched. */
export function useProofRows(id: string, reader: Variant) {
  return useQuery({ queryKey: ["data", "proof", reader, id], queryFn: () => readProofRows(id, reader) });
}

type RequestKeys = { provider_id: string; client_id: string; submitted_at: string | null };

const requestColumns = [
  "id, reference, status, route, phone_number, phone_country, old_provider_name, tracks, provider_id, client_id",
  "source_waba_id, source_phone_number_id, destination_waba_id, destination_phone_number_id",
  "submitted_at, window_confirmed_at, no_return_at, registered_at, shared_at, completed_at",
  "client:clients(name), provider:providers(name, time_zone)",
].join(", ");
const eventColumns = "id, kind, visibility, actor_kind, to_status, created_at";

export async function readProofRows(id: string, reader: Variant): Promise<ProofRows> {
  const { data: request, error } = await supabase
    .from("migration_requests")
    .select<string, RequestKeys>(requestColumns)
    .eq("id", id)
    .single();
  if (error) throw error;
  const of = { request_id: id };
  const isStaff = reader === "staff";
  const [snapshots, templates, steps, happened, exceptions, after, forStaff] = await Promise.all([
    readAll("snapshots", "side, moment, taken_at, data", of, { in: ["moment", ["before", "after"]] }),
    readAll("templates", "name, language, category, outcome, why, forecast, monthly_sends", of),
    readAll("cutover_steps", "step, position, state, attempts, started_at, called_at, finished_at", of),
    readAll("events", isStaff ? `${eventColumns}, waiting_on, on_hold, data` : eventColumns, of),
    readAll("request_exceptions", "id, code, owner, step, opened_at, resolved_at", of),
    readAfterMove(of),
    isStaff ? readForStaff(request) : { people: [], targets: [], tariffs: [], open: [] },
  ]);
  const events = isStaff ? await withActors(id, z.array(numbered).parse(happened)) : happened;
  const traces = isStaff ? await readTraces(request.provider_id, z.array(keyed).parse(exceptions)) : [];
  return proofRows.parse({
    request,
    snapshots,
    templates,
    steps,
    events,
    exceptions,
    traces,
    ...after,
    ...forStaff,
  });
}

async function readAfterMove(of: { request_id: string }) {
  const [monitoringChecks, pins, messages] = await Promise.all([
    readAll("monitoring_checks", "moment, taken_at, points", of),
    readAll("pin_settings", "side, outcome, opened_at", of),
    readAll("test_messages", "purpose, direction, opened_at, outcome, error_number", of),
  ]);
  const probes = z
    .array(tried)
    .parse(messages)
    .filter(({ purpose }) => purpose === "probe");
  return { monitoringChecks, pins, messages, sightings: await readSightings(of, probes) };
}

const tried = z.object({ purpose: z.string(), opened_at: z.string() });

/** ms. A probe passes by what arrives before the next one; the last probe waits this long. */
const lastProbeWaits = 3_600_000;

/** What arrived while the number was probed: a busy number receives thousands of messages before and after. */
function readSightings(of: { request_id: string }, probes: readonly { opened_at: string }[]) {
  if (probes.length === 0) return [];
  const times = probes.map(({ opened_at }) => Date.parse(opened_at));
  const during = [Math.min(...times), Math.max(...times) + lastProbeWaits] as const;
  return readAll("message_sightings", "direction, at", { ...of, direction: "in" }, { during });
}

/** The names of people, and the calendars and terms behind the clocks. */
async function readForStaff({ provider_id, client_id, submitted_at }: RequestKeys) {
  const periods = { order: "starts_at", gt: ["ends_at", submitted_at ?? ""] } as const;
  const [members, clients, targets, tariffs, open] = await Promise.all([
    readAll("members", "user_id, name", { provider_id }),
    readAll("client_members", "user_id, name", { client_id }),
    readAll("clock_targets", "code, minutes, valid_from", { provider_id }),
    readAll("tariffs", "max_working_days, valid_from", { provider_id }),
    submitted_at === null ? [] : readAll("open_periods", "starts_at, ends_at", { provider_id }, periods),
  ]);
  return { people: [...members, ...clients], targets, tariffs, open };
}

const numbered = z.looseObject({ id: z.number() });
const actors = z.record(z.string(), z.string());

/** Each event with the person behind it. */
async function withActors(id: string, events: readonly z.infer<typeof numbered>[]): Promise<unknown[]> {
  const { data, error } = await supabase.rpc("event_actors", { p_request: id });
  if (error) throw error;
  const byEvent = actors.parse(data);
  return events.map((event) => ({ ...event, actor_id: byEvent[event.id] ?? null }));
}

const keyed = z.object({ id: z.string() });

/** Ids travel in the address, whose length is limited. */
const maxIds = 100;

async function readTraces(provider_id: string, exceptions: readonly { id: string }[]): Promise<unknown[]> {
  const parts = Array.from({ length: Math.ceil(exceptions.length / maxIds) }, (_, part) =>
    exceptions.slice(part * maxIds, (part + 1) * maxIds).map(({ id }) => id),
  );
  const read = parts.map((ids) =>
    readAll(
      "exception_payloads",
      "exception_id, fbtrace_id",
      { provider_id },
      { order: "exception_id", in: ["exception_id", ids] },
    ),
  );
  return (await Promise.all(read)).flat();
}

type Narrowing = {
  /** A column that is unique among the rows; defaults to `id`. */
  order?: string;
  in?: readonly [column: string, values: readonly string[]];
  gt?: readonly [column: string, value: string];
  /** Only what happened between the two times; ms since 1970. */
  during?: readonly [from: number, to: number];
};

/** PostgREST returns no more rows at once. */
const pageSize = 1000;

/** Every row, page after page. */
async function readAll(
  table: string,
  columns: string,
  equal: Record<string, string>,
  { order = "id", in: oneOf, gt, during }: Narrowing = {},
): Promise<unknown[]> {
  // Here tables and columns are named by plain strings.
  const anyTable: Tables = supabase;
  const rows: unknown[] = [];
  for (;;) {
    let query = anyTable.from(table).select<string, unknown>(columns).match(equal);
    if (oneOf) query = query.in(...oneOf);
    if (gt) query = query.gt(...gt);
    if (during) query = query.gte("at", isoOf(during[0])).lte("at", isoOf(during[1]));
    const { data, error } = await query.order(order).range(rows.length, rows.length + pageSize - 1);
    if (error) throw error;
    rows.push(...data);
    if (data.length < pageSize) return rows;
  }
}

const isoOf = (time: number) => new Date(time).toISOString();
