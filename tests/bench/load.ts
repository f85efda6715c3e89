/**
 * Fifty people work for a minute, three times alone and three times beside a client who sends comments of the largest
 * accepted size, and larger ones, as fast as Portdesk answers: the times of the fifty, medians of the rounds. Runs
 * through the local stand-in for PostgREST and Auth, which is slower than production.
 */
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { type Person, signInAs } from "../fixtures/person.ts";
import { startStack } from "../fixtures/stack.ts";
import { median, percentile } from "./median.ts";
import type { BenchContext, Figure } from "./part.ts";

const people = 50;
const seconds = 60;
const rounds = 3;
const thinkMs = 1000;
const floodersAtOnce = 4;
/** 4,000 characters of four bytes each. */
const largest = "😀".repeat(4000);
const tooLarge = "x".repeat(200_000);

const fromAll = [
  "manager@brightline.example",
  "admin@brightline.example",
  "analyst@brightline.example",
  "manager@severlink.example",
  "admin@severlink.example",
];
const flooder = "client@brightline.example";

type Tally = { times: number[]; bad: string[]; refused: number; accepted: number };

export async function load({ log }: BenchContext): Promise<Figure[]> {
  const stack = await startStack();
  const sql = postgres(stack.database, { max: 1, onnotice: () => undefined });
  try {
    const persons = await Promise.all(
      Array.from({ length: people }, (_, at) => signInAs(stack, fromAll[at % fromAll.length] ?? "")),
    );
    const client = await signInAs(stack, flooder);
    const [own] = await sql<{ id: string }[]>`select r.id from public.migration_requests r
      join public.client_members m on m.client_id = r.client_id join auth.users u on u.id = m.user_id
      where u.email = ${flooder} and r.status in ('submitted', 'preparing') limit 1`;
    if (!own) throw new Error(`${flooder} has no request to write to.`);
    await run(persons, undefined, 5);

    const found: Record<"alone" | "beside", number[]> = { alone: [], beside: [] };
    let bad = 0;
    for (let round = 0; round < rounds; round += 1) {
      for (const kind of round % 2 === 0 ? (["alone", "beside"] as const) : (["beside", "alone"] as const)) {
        const flood = kind === "beside" ? { client, request: own.id } : undefined;
        const tally = await run(persons, flood, seconds);
        bad += tally.bad.length;
        const at = (share: number) => percentile(tally.times, share);
        found[kind].push(at(0.95));
        log(
          `${kind}: ${tally.times.length} answers, p50 ${at(0.5).toFixed(0)} ms, p95 ${at(0.95).toFixed(0)} ms` +
            (flood ? `; of the client ${tally.accepted} accepted, ${tally.refused} refused` : "") +
            [...new Set(tally.bad)].map((one) => `; ${one}`).join(""),
        );
      }
    }
    return [
      {
        name: "95th percentile of an answer beside the client",
        value: median(found.beside),
        unit: "ms",
        beside: { what: "alone", value: median(found.alone) },
        ratioAtMost: 2,
      },
      { name: "5xx answers", value: bad, unit: "", atMost: 0 },
    ];
  } finally {
    await sql.end();
    await stack.remove();
  }
}

/** Runs everyone for that many seconds. */
async function run(
  persons: readonly Person[],
  flood: { client: Person; request: string } | undefined,
  forSeconds: number,
): Promise<Tally> {
  const tally: Tally = { times: [], bad: [], refused: 0, accepted: 0 };
  const end = performance.now() + forSeconds * 1000;
  const workers = persons.map(async (person, at) => {
    await sleep((at * thinkMs) / persons.length);
    for (let turn = at; performance.now() < end; turn += 1) {
      const begun = performance.now();
      const status = await work(person, turn);
      tally.times.push(performance.now() - begun);
      if (status >= 500) tally.bad.push(`${status} of turn ${turn % 6}`);
      await sleep(Math.max(0, thinkMs - (performance.now() - begun)));
    }
  });
  const floods = Array.from({ length: flood ? floodersAtOnce : 0 }, async (_, at) => {
    for (let turn = at; flood && performance.now() < end; turn += 1) {
      const body = turn % 5 === 4 ? tooLarge : largest;
      const { status } = await flood.client.command("add_comment", {
        request: flood.request,
        visibility: "client",
        body,
      });
      if (status >= 500) tally.bad.push(`${status} to the client`);
      else if (status === 200) tally.accepted += 1;
      else tally.refused += 1;
    }
  });
  await Promise.all([...workers, ...floods]);
  return tally;
}

/** The staff member's next action; resolves to the answer's status. */
async function work({ client, command }: Person, turn: number): Promise<number> {
  const list = client
    .from("migration_requests")
    .select("id, reference, status, version, clients(name), request_staff_data!inner(assignee_id)");
  switch (turn % 6) {
    case 0:
    case 3:
      return (await list.order("updated_at", { ascending: false }).limit(25)).status;
    case 1:
      return (await client.from("events").select("id, kind, created_at").order("id").limit(50)).status;
    case 2:
      return (await client.rpc("search_request_ids", { p_query: "44207" })).status;
    case 4:
      return (await client.from("comments").select("id, body").limit(25)).status;
    default: {
      const { data } = await client
        .from("migration_requests")
        .select("id")
        .eq("status", "preparing")
        .limit(5);
      const id: unknown = data?.[turn % 5]?.["id"] ?? data?.[0]?.["id"];
      return (await command("add_comment", { request: id, visibility: "internal", body: "Seen." })).status;
    }
  }
}
