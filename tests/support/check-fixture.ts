/** Readings of a move's checks as Portdesk makes them, with the simulator for Meta. */
import { createCheckReader } from "../../supabase/functions/_shared/checks/check-reader.ts";
import {
  createReadingStore,
  type DueReading,
} from "../../supabase/functions/_shared/checks/reading-store.ts";
import { createEngineStore } from "../../supabase/functions/_shared/engine/cutover-store.ts";
import { serviceCommands } from "./engine-commands.ts";
import { openGraphOf } from "./graph-of.ts";
import type { Move } from "./move-runner.ts";

/** Portdesk's reader and its store, reading the accounts of that move. */
export function readerOf(move: Move, fetch?: (request: Request) => Promise<Response>) {
  const call = serviceCommands(move.database.serviceSql);
  const readings = createReadingStore(call);
  const reader = createCheckReader({
    readings,
    readContext: createEngineStore(call).readContext,
    openGraph: openGraphOf(move, fetch),
    workerId: () => "reader",
  });
  return { reader, readings };
}

/** One reading, as if nobody had asked for it. */
export async function readAgain(move: Move, scope: DueReading["scope"] = "all"): Promise<void> {
  await readerOf(move).reader.read({ request: move.request, scope }, false);
}

/** Whether Portdesk would read the request again by itself now, and how much of it. */
export async function dueScope(move: Move): Promise<DueReading["scope"] | null> {
  const due = await readerOf(move).readings.due(1000);
  return due.find(({ request }) => request === move.request)?.scope ?? null;
}

export type CheckRow = {
  status: string;
  cause: string | null;
  evidence_kind: string | null;
  evidence_value: string | null;
  claimed_value: string | null;
  contradicted: boolean;
};

export async function checkOf(move: Move, code: string): Promise<CheckRow> {
  const [row] = await move.database.sql<CheckRow[]>`
    select status, cause, evidence_kind, evidence_value, claimed_value, contradicted_at is not null as contradicted
    from public.checks where request_id = ${move.request} and code = ${code}`;
  if (!row) throw new Error(`no check ${code}`);
  return row;
}
