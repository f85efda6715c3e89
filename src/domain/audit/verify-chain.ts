/** Goes through one provider's chain and reports its first fault. */
import {
  type AuditBody,
  type AuditRow,
  beforeFirst,
  type ChainHead,
  type Digest,
  readBody,
} from "./chain.ts";
import { type Erasure, MissingValues } from "./missing-values.ts";

/**
 * edited: a row, or one of its columns, differs from what was sealed. forged_value: a value does not match its
 * commitment. swapped: the row belongs to another provider's chain. rewritten: the chain is consistent, but it is not
 * the one whose head was known. truncated: it ends before that head. values_gone: a value is missing that no erasure
 * explains; the chain itself is intact.
 */
export const chainFaults = [
  "edited",
  "deleted",
  "inserted",
  "reordered",
  "swapped",
  "truncated",
  "rewritten",
  "forged_value",
  "values_gone",
] as const;
/** `seq`: the place in the chain where it shows. */
export type ChainFault = { kind: (typeof chainFaults)[number]; seq: number };

export type ChainVerdict = {
  /** Up to where it is intact. */
  head: ChainHead;
  fault: ChainFault | null;
};

type Verification = {
  provider: string;
  digest: Digest;
  /** A head of this provider's chain that was written down outside the database. */
  known?: ChainHead | undefined;
  /** Erasures that are not yet sealed. */
  erasing?: readonly Erasure[];
};

/** `rows`: all rows of the provider, by `seq`. Stops at the first fault. */
export async function verifyChain(
  rows: AsyncIterable<AuditRow>,
  verification: Verification,
): Promise<ChainVerdict> {
  const stream = rows[Symbol.asyncIterator]();
  try {
    return await walk(stream, verification);
  } finally {
    // The source of the rows holds something open until the stream ends.
    await stream.return?.();
  }
}

async function walk(
  stream: AsyncIterator<AuditRow>,
  { provider, digest, known, erasing = [] }: Verification,
): Promise<ChainVerdict> {
  const missing = new MissingValues();
  let head = beforeFirst;
  for (let next = await stream.next(); next.done !== true; next = await stream.next()) {
    const row = next.value;
    const genuine = await readGenuine(row, digest);
    if (!genuine || !follows(row, genuine, head, provider)) {
      return { head, fault: await nameFault(row, genuine, head, provider, stream, digest) };
    }
    if (!(await opensRight(row, genuine, digest)))
      return { head, fault: { kind: "forged_value", seq: row.seq } };
    missing.note(row, genuine);
    head = { seq: row.seq, hash: row.hash };
    if (known?.seq === head.seq && known.hash !== head.hash)
      return { head, fault: { kind: "rewritten", seq: head.seq } };
  }
  if (known !== undefined && known.seq > head.seq)
    return { head, fault: { kind: "truncated", seq: head.seq + 1 } };
  for (const erasure of erasing) missing.explain(erasure);
  const gone = missing.unexplained();
  return { head, fault: gone === null ? null : { kind: "values_gone", seq: gone } };
}

/** The body, if it matches the hash. */
async function readGenuine(row: AuditRow, digest: Digest): Promise<AuditBody | null> {
  return (await digest(row.body)) === row.hash ? readBody(row.body) : null;
}

function follows(row: AuditRow, body: AuditBody, head: ChainHead, provider: string): boolean {
  return (
    body.provider === provider &&
    row.provider_id === provider &&
    body.seq === head.seq + 1 &&
    row.seq === body.seq &&
    body.previous === head.hash &&
    columnsAgree(row, body)
  );
}

function columnsAgree(row: AuditRow, body: AuditBody): boolean {
  return (
    row.id === body.id &&
    // Callers may write the same time in different forms.
    Date.parse(row.at) === Date.parse(body.at) &&
    row.kind === body.kind &&
    row.actor_kind === body.actor &&
    row.actor_id === body.actorId &&
    row.request_id === body.request &&
    row.event_id === body.event
  );
}

async function opensRight(row: AuditRow, body: AuditBody, digest: Digest): Promise<boolean> {
  for (const { field, salt, value } of row.values ?? []) {
    if ((await digest(`${salt}:${value}`)) !== body.data.committed?.[field]) return false;
  }
  return true;
}

/** The row in the head's next place is wrong; the remaining rows show how it got there. */
async function nameFault(
  row: AuditRow,
  genuine: AuditBody | null,
  head: ChainHead,
  provider: string,
  rest: AsyncIterator<AuditRow>,
  digest: Digest,
): Promise<ChainFault> {
  const place = head.seq + 1;
  if (genuine && genuine.provider !== provider) return { kind: "swapped", seq: row.seq };
  if (row.seq < place) return { kind: "inserted", seq: row.seq };
  const { movedOn, linked } = await lookAhead(rest, head, row.hash, digest);
  if (row.seq > place) return { kind: movedOn ? "reordered" : "deleted", seq: place };
  if (!genuine || !columnsAgree(row, genuine)) return { kind: movedOn ? "inserted" : "edited", seq: place };
  if (genuine.seq > place) return { kind: movedOn ? "reordered" : "deleted", seq: place };
  // A row from an earlier place: either a copy, or the row now standing there pushed it on.
  if (genuine.seq < place) return { kind: "inserted", seq: movedOn ? place : genuine.seq };
  if (movedOn) return { kind: "inserted", seq: place };
  // Two neighbours do not match: the one that its other neighbour links to is the original.
  return { kind: "edited", seq: linked && place > 1 ? place - 1 : place };
}

/** Whether the row that belongs after the head stands further on, and whether the very next one follows `hash`. */
async function lookAhead(rest: AsyncIterator<AuditRow>, head: ChainHead, hash: string, digest: Digest) {
  let linked = false;
  let first = true;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
    const body = readBody(next.value.body);
    if (first) linked = body?.previous === hash;
    first = false;
    if (body?.seq === head.seq + 1 && body.previous === head.hash && (await readGenuine(next.value, digest)))
      return { movedOn: true, linked };
  }
  return { movedOn: false, linked };
}
