/** Tries a mutant: puts the fault into a copy of a filled database, runs the matrix, compares the reviewed snapshot. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Sql } from "postgres";
import { createTestDatabase, type TestDatabase } from "../../fixtures/database.ts";
import { createFixture, type Fixture } from "../matrix/attackers.ts";
import { runSqlMatrix } from "../matrix/sql-matrix.ts";
import { describePrivileges } from "../privileges.ts";
import { catalogueMutants } from "./catalogue-mutants.ts";
import type { Mutant } from "./mutant.ts";
import { writtenMutants } from "./written-mutants.ts";

export type Verdict = {
  mutant: Mutant;
  /** Who noticed; null when nobody did. */
  killer: "matrix" | "snapshot" | "suite" | null;
  /** One of the findings. */
  finding: string;
};

/** The database on which mutants are tried: filled, and with nobody connected to it. */
export type Ground = {
  mutants: Mutant[];
  fixture: Fixture;
  /** Its state without a fault. */
  fingerprint: string;
  open(): Promise<TestDatabase>;
  drop(): Promise<void>;
};

const reviewedFile = path.join(import.meta.dirname, "../reviewed-privileges.txt");

/** `serverUrl`: a server with the migrated template. Throws if it differs from the review: every mutant would, too. */
export async function prepareGround(serverUrl?: string): Promise<Ground> {
  const filled = await createTestDatabase(serverUrl);
  const fixture = await createFixture(filled);
  const mutants = [...(await catalogueMutants(filled.sql)), ...writtenMutants];
  const whole = await fingerprint(filled.sql);
  if (!(await isReviewed(filled.sql)))
    throw new Error("The database is not as it was reviewed, without any fault");
  const name = new URL(filled.url).pathname.slice(1);
  await filled.sql.end();
  const names = mutants.map((mutant) => mutant.name);
  const twice = names.filter((one, index) => names.indexOf(one) !== index);
  if (twice.length > 0) throw new Error(`Mutants of one name: ${twice.join(", ")}`);
  const open = () => createTestDatabase(serverUrl, name);
  return { mutants, fixture, fingerprint: whole, open, drop: () => filled.drop() };
}

async function isReviewed(sql: Sql): Promise<boolean> {
  return (await describePrivileges(sql)) === readFileSync(reviewedFile, "utf8");
}

/** Everything that a fault could change, as text: a fault that leaves this alone is none. */
async function fingerprint(sql: Sql): Promise<string> {
  const [row] = await sql<{ rest: string }[]>`
    select md5(concat(
      (select string_agg(pg_get_functiondef(oid), '' order by oid) from pg_proc
        where pronamespace in ('public'::regnamespace, 'private'::regnamespace) and prokind = 'f'),
      (select string_agg(concat(tgrelid, tgname, tgenabled), '' order by oid) from pg_trigger),
      (select string_agg(concat(conrelid, conname), '' order by oid) from pg_constraint),
      (select string_agg(concat(oid, relname), '' order by oid) from pg_class
        where relnamespace in ('public'::regnamespace, 'private'::regnamespace)),
      (select string_agg(p::text, '' order by p) from private.permissions as p))) as rest`;
  return `${row?.rest}${await describePrivileges(sql)}`;
}

async function putIn({ name, sql: fault }: Mutant, sql: Sql, before: string): Promise<void> {
  await sql
    .unsafe(fault)
    .simple()
    .catch((error: unknown) => {
      throw new Error(`The mutant "${name}" does not apply: ${String(error)}`);
    });
  if ((await fingerprint(sql)) === before) throw new Error(`The mutant "${name}" changes nothing`);
}

/** Throws if the mutant cannot be applied, or if it changes nothing. */
export async function tryMutant(ground: Ground, mutant: Mutant): Promise<Verdict> {
  const database = await ground.open();
  try {
    await putIn(mutant, database.sql, ground.fingerprint);
    const parts = await runSqlMatrix(database.url, ground.fixture, true);
    const [wrong] = Object.values(parts).flatMap((part) => part.wrong);
    if (wrong !== undefined) return { mutant, killer: "matrix", finding: wrong };
    if (await isReviewed(database.sql)) return { mutant, killer: null, finding: "" };
    return { mutant, killer: "snapshot", finding: "the reviewed snapshot differs" };
  } finally {
    if (mutant.undo !== undefined) await database.sql.unsafe(mutant.undo).simple();
    await database.drop();
  }
}
