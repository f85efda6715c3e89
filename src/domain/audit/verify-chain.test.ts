import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type AuditRow, type AuditValue, type ChainHead, readHead, writeHead } from "./chain.ts";
import type { Erasure } from "./missing-values.ts";
import { verifyChain } from "./verify-chain.ts";

const digest = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");
const at = "2026-11-23T10:00:00+00:00";

/** An intact chain of `length` rows. */
function chain(provider: string, length: number): AuditRow[] {
  const rows: AuditRow[] = [];
  for (let seq = 1; seq <= length; seq += 1) rows.push(row(provider, seq, rows.at(-1)?.hash, `kind.${seq}`));
  return rows;
}

function row(
  provider: string,
  seq: number,
  previous = "0".repeat(64),
  kind = "kind",
  more: Record<string, unknown> = {},
): AuditRow {
  const id = seq * 10;
  const values: AuditValue[] = [{ field: "name", salt: `salt ${seq}`, value: '"Ida Ünal"' }];
  const committed = Object.fromEntries(
    values.map(({ field, salt, value }) => [field, digest(`${salt}:${value}`)]),
  );
  const body = JSON.stringify({
    v: 1,
    provider,
    seq,
    previous,
    id,
    at,
    kind,
    actor: "engine",
    actorId: null,
    request: null,
    event: null,
    data: { committed, ...more },
  });
  const rest = { actor_kind: "engine", actor_id: null, request_id: null, event_id: null };
  return { id, provider_id: provider, seq, at, kind, ...rest, body, hash: digest(body), values };
}

async function verdict(rows: readonly AuditRow[], known?: ChainHead, erasing?: readonly Erasure[]) {
  // In the database's order: by the number in the column.
  async function* stream() {
    for (const one of rows.toSorted((a, b) => a.seq - b.seq)) yield await Promise.resolve(one);
  }
  return verifyChain(stream(), { provider: "home", digest, known, ...(erasing && { erasing }) });
}

const whole = chain("home", 12);
const headAt = (seq: number): ChainHead => ({ seq, hash: whole[seq - 1]?.hash ?? "" });
const renumbered = (rows: readonly AuditRow[]) =>
  rows.map((one, index): AuditRow => ({ ...one, seq: index + 1 }));
const get = (seq: number): AuditRow => whole[seq - 1] ?? row("home", seq);
/** Seals every later row again, as somebody with the means would. */
function resealed(rows: readonly AuditRow[], from: number): AuditRow[] {
  let last = rows[from - 2]?.hash;
  return rows.map((one) => {
    if (one.seq < from) return one;
    const fresh = row("home", one.seq, last, one.kind);
    last = fresh.hash;
    return fresh;
  });
}

test("an intact chain is intact up to its last row, an empty one up to nothing", async () => {
  expect(await verdict(whole)).toEqual({ head: headAt(12), fault: null });
  expect(await verdict(whole, headAt(7))).toEqual({ head: headAt(12), fault: null });
  expect(await verdict([])).toEqual({ head: { seq: 0, hash: "0".repeat(64) }, fault: null });
});

describe("missing values", () => {
  const erasedAt = (...seqs: number[]) =>
    whole.map((one) => (seqs.includes(one.seq) ? { ...one, values: [] } : one));
  const names = (...seqs: number[]) =>
    Object.fromEntries(seqs.map((seq): [string, string[]] => [String(seq * 10), ["name"]]));
  const erasure = (data: Record<string, unknown>) =>
    row("home", 13, get(12).hash, "audit.erased", { subject: "s", ...data });

  test("are no fault where an erasure names them, sealed or not yet", async () => {
    const named = { values: 2, erased: names(4, 7) };
    expect((await verdict([...erasedAt(4, 7), erasure(named)])).fault).toBeNull();
    expect((await verdict(erasedAt(4, 7), undefined, [named])).fault).toBeNull();
    expect((await verdict([...erasedAt(4, 7, 9), erasure(named)])).fault).toEqual({
      kind: "values_gone",
      seq: 9,
    });
    expect((await verdict(erasedAt(4))).fault).toEqual({ kind: "values_gone", seq: 4 });
  });

  test("may be as many as older erasures state without naming them", async () => {
    expect((await verdict([...erasedAt(4, 7), erasure({ values: 2 })])).fault).toBeNull();
    expect((await verdict([...erasedAt(4, 7, 9), erasure({ values: 2 })])).fault?.kind).toBe("values_gone");
  });

  test("are not noticed where nobody read them, and the chain is intact up to its end", async () => {
    expect((await verdict(whole.map(({ values: _, ...one }) => one))).fault).toBeNull();
    expect((await verdict(erasedAt(4))).head).toEqual(headAt(12));
    expect((await verdict(erasedAt(4), { seq: 13, hash: "" })).fault?.kind).toBe("truncated");
  });
});

type Case = [what: string, kind: string, seq: number, rows: AuditRow[], known?: ChainHead];
const forged = row("home", 5, get(4).hash, "forged");
const cases: Case[] = [
  ["a body", "edited", 5, whole.with(4, { ...get(5), body: get(5).body.replace("kind.5", "kind.X") })],
  ["a column beside the body", "edited", 5, whole.with(4, { ...get(5), kind: "kind.X" })],
  ["a body with its hash", "edited", 5, whole.with(4, forged)],
  ["the first body with its hash", "edited", 1, whole.with(0, row("home", 1, undefined, "forged"))],
  ["the link of a row", "edited", 5, whole.with(4, row("home", 5, get(3).hash, "kind.5"))],
  ["a body that is not JSON", "edited", 5, whole.with(4, { ...get(5), body: "", hash: digest("") })],
  ["a row", "deleted", 5, whole.toSpliced(4, 1)],
  ["the first row", "deleted", 1, whole.toSpliced(0, 1)],
  ["three rows, the rest renumbered", "deleted", 5, renumbered(whole.toSpliced(4, 3))],
  ["the last but one, the last renumbered", "deleted", 11, renumbered(whole.toSpliced(10, 1))],
  ["a forged row, the rest renumbered", "inserted", 5, renumbered(whole.toSpliced(4, 0, forged))],
  [
    "a row with any hash, the rest renumbered",
    "inserted",
    5,
    renumbered(whole.toSpliced(4, 0, { ...forged, hash: "ab" })),
  ],
  ["a second row with the same number", "inserted", 5, [...whole, { ...forged, id: 999 }]],
  ["a copy of an earlier row", "inserted", 6, renumbered(whole.toSpliced(5, 0, get(2)))],
  ["two neighbours", "reordered", 5, renumbered(whole.with(4, get(6)).with(5, get(5)))],
  ["two far from each other", "reordered", 3, renumbered(whole.with(2, get(9)).with(8, get(3)))],
  ["the last two", "reordered", 11, renumbered(whole.with(10, get(12)).with(11, get(11)))],
  [
    "three in a ring",
    "reordered",
    5,
    renumbered([...whole.slice(0, 4), get(6), get(7), get(5), ...whole.slice(7)]),
  ],
  ["with another tenant's", "swapped", 5, whole.with(4, { ...row("away", 5), provider_id: "home" })],
  [
    "with another tenant's of another number",
    "swapped",
    5,
    whole.with(4, { ...row("away", 9), provider_id: "home", seq: 5 }),
  ],
  ["the tail", "truncated", 10, whole.slice(0, 9), headAt(12)],
  ["everything", "truncated", 1, [], headAt(12)],
  ["everything after a change, resealed", "rewritten", 9, resealed(whole.with(4, forged), 6), headAt(9)],
  [
    "the value behind a commitment",
    "forged_value",
    5,
    whole.with(4, { ...get(5), values: [{ field: "name", salt: "salt 5", value: '"Eve"' }] }),
  ],
  [
    "a value without a commitment",
    "forged_value",
    5,
    whole.with(4, { ...get(5), values: [{ field: "note", salt: "s", value: "1" }] }),
  ],
];

describe("each fault is reported where it shows", () => {
  test.each(cases)("%s: %s at %i", async (_what, kind, seq, rows, known) => {
    expect((await verdict(rows, known)).fault).toEqual({ kind, seq });
  });
});

test("only a head from outside reveals a chain that was resealed as a whole", async () => {
  const anew = resealed(whole.with(4, forged), 6);
  expect((await verdict(anew)).fault).toBeNull();
  expect((await verdict(anew, headAt(5))).fault).toEqual({ kind: "rewritten", seq: 5 });
});

test("a head is read as it is written, and nothing else is accepted as one", () => {
  expect(readHead(`  ${writeHead(headAt(7)).toUpperCase()} `)).toEqual(headAt(7));
  for (const text of ["", "7", `x ${"a".repeat(64)}`, `7 ${"a".repeat(63)}`, `7 ${"a".repeat(64)} 8`]) {
    expect(readHead(text)).toBeNull();
  }
});
