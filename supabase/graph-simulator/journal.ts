// Records every Graph request: what arrived, what it did, what was answered. Codes, PINs and tokens are never recorded.
import type { GraphRequest } from "./graph-request.ts";

export type JournalEntry = {
  seq: number;
  at: string;
  method: string;
  path: string;
  query: Record<string, unknown>;
  body: Record<string, unknown>;
  /** Last four characters of the bearer token. */
  token: string | null;
  tokenInQuery: boolean;
  operation: string | null;
  /** The phone number concerned, if any. */
  number: string | null;
  wabaId: string | null;
  appId: string | null;
  /** null until answered: the process may have died, or the answer is still delayed. */
  status: number | null;
  errorCode: number | null;
  effects: string[];
  /** Kind of the fault that was played, if any. */
  fault: string | null;
};

export type JournalOutcome = Pick<JournalEntry, "status" | "errorCode" | "effects" | "fault">;
export type JournalLine =
  | { line: "arrived"; entry: JournalEntry }
  | { line: "answered"; seq: number; outcome: JournalOutcome };

export type JournalFilter = {
  number?: string | undefined;
  operation?: string | undefined;
  method?: string | undefined;
};

const secretNames = /^(code|pin|otp|access_token|input_token|client_secret|verify_token|appsecret_proof)$/;

function redacted(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, secretNames.test(name) ? "[redacted]" : value]),
  );
}

export type JournalSubject = Pick<JournalEntry, "operation" | "number" | "wabaId" | "appId">;

/** `write` stores a line before the simulator continues. */
export function createJournal(lines: JournalLine[], write: (line: JournalLine) => void) {
  const entries = new Map<number, JournalEntry>();
  const keep = (line: JournalLine): void => {
    if (line.line === "arrived") {
      entries.set(line.entry.seq, line.entry);
      return;
    }
    const entry = entries.get(line.seq);
    if (entry) Object.assign(entry, line.outcome);
  };
  for (const line of lines) keep(line);
  let last = Math.max(0, ...entries.keys());

  const add = (line: JournalLine): void => {
    keep(line);
    write(line);
  };

  return {
    arrive(request: GraphRequest, at: number, subject: JournalSubject): JournalEntry {
      last += 1;
      const fromBody = Object.entries(request.params).filter(([name]) => !(name in request.query));
      const entry: JournalEntry = {
        seq: last,
        at: new Date(at).toISOString(),
        method: request.method,
        path: request.path,
        query: redacted(request.query),
        body: redacted(Object.fromEntries(fromBody)),
        token: request.bearer?.slice(-4) ?? null,
        tokenInQuery: request.tokenInQuery,
        ...subject,
        status: null,
        errorCode: null,
        effects: [],
        fault: null,
      };
      add({ line: "arrived", entry });
      return entry;
    },
    answer(seq: number, outcome: JournalOutcome): void {
      add({ line: "answered", seq, outcome });
    },
    /** After a crash between the state and its journal line: writes the missing line. */
    recover(seq: number, effects: string[]): void {
      const entry = entries.get(seq);
      if (entry && entry.status === null && entry.effects.length === 0 && effects.length > 0) {
        add({
          line: "answered",
          seq,
          outcome: { status: null, errorCode: null, effects, fault: entry.fault },
        });
      }
    },
    clear(): void {
      entries.clear();
    },
    list(filter: JournalFilter = {}): JournalEntry[] {
      return [...entries.values()].filter(
        (entry) =>
          (filter.number === undefined || entry.number === filter.number) &&
          (filter.operation === undefined || entry.operation === filter.operation) &&
          (filter.method === undefined || entry.method === filter.method),
      );
    },
  };
}
