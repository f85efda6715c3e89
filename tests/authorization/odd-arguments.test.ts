/** A command answers any argument with a refusal of its own, never a database error that names tables and rows. */
import postgres from "postgres";
import { beforeAll, expect, test } from "vitest";
import { commandCases } from "../fixtures/command-cases.ts";
import type { Input } from "../fixtures/command-driver.ts";
import { functions } from "./expectations/function-expectations.ts";
import type { Actor } from "../fixtures/two-tenants.ts";
import { useDriver } from "../fixtures/own-database.ts";

const { database, driver } = await useDriver();

const standing = new Map<string, string>();
/** Type of each argument by function and name. */
const types = new Map<string, Record<string, string>>();

/** For each type, values that it can hold and no form sends. */
const odd: Record<string, readonly unknown[]> = {
  text: ["", " ", "x\u0001y", "x\ny", "x".repeat(10_001), "ÿ\u202e", "R2", "%", "null"],
  uuid: ["00000000-0000-0000-0000-000000000000"],
  bigint: [-1, 0, "9223372036854775807"],
  integer: [-1, 0, 2_147_483_647, -2_147_483_648],
  boolean: [true, false],
  "timestamp with time zone": ["infinity", "-infinity", "290000-01-01T00:00:00Z", "0001-01-01T00:00:00Z BC"],
  interval: ["-1 day", "100000000 days", "0 seconds"],
  date: ["infinity", "0001-01-01"],
  "date[]": ["{}", "{NULL}", "{infinity}", "{2026-01-01,2026-01-01}"],
  jsonb: [
    "null",
    "[]",
    "{}",
    '"x"',
    "7",
    "[[]]",
    "[null]",
    '{"a":{"a":1e400}}',
    '[["a","en",-1],["a","en",1e99]]',
    '[{"weekday":9}]',
  ],
  "text[]": ["{}", "{NULL}", '{""}', "{x,x}", "{{a,b},{c,d}}"],
  "uuid[]": ["{}", "{NULL}"],
};

const people = Object.keys(functions).filter((name) => functions[name] === "people");
const actors: Actor[] = ["admin", "manager", "analyst", "client"];

beforeAll(async () => {
  for (const status of new Set(commandCases.map(([, status]) => status)))
    standing.set(status, await driver.bringTo(status));
  const rows = await database.sql<{ name: string; argument: string; type: string }[]>`
    select n.nspname || '.' || p.proname as name, p.proargnames[a.position] as argument, format_type(a.type, null) as type
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    cross join lateral unnest(p.proargtypes) with ordinality as a (type, position)
    where n.nspname || '.' || p.proname = any (${people})`;
  for (const { name, argument, type } of rows)
    types.set(name, { ...types.get(name), [argument.replace(/^p_/, "")]: type });
});

const undo = new Error("undo");
/** The raw error, or null if it answers or refuses. Every argument is sent as text, so the driver judges nothing. */
async function rawError(actor: Actor, name: string, input: Input): Promise<string | null> {
  const typed = types.get(`public.${name}`) ?? {};
  const keys = Object.keys(typed);
  const list = keys.map((key, index) => `p_${key} => $${index + 1}::text::${typed[key]}`);
  try {
    await database.asUser(driver.tenants.claims[actor], async (transaction) => {
      await transaction.unsafe(
        `select public.${name}(${list.join(", ")})`,
        keys.map((key) => textOf(input[key])),
      );
      throw undo;
    });
  } catch (error) {
    if (error === undo) return null;
    if (!(error instanceof postgres.PostgresError)) throw error;
    const reported = `${error.code} ${error.message} ${error.hint ?? ""} ${error.detail ?? ""}`;
    return /^PT\d{3} /.test(reported) && !/constraint|relation|column|row contains/.test(reported)
      ? null
      : reported;
  }
  return null;
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

async function rawErrorsOf(actor: Actor, name: string, whole: Input): Promise<string[]> {
  const found: string[] = [];
  for (const [key, type] of Object.entries(types.get(`public.${name}`) ?? {}))
    for (const value of [null, ...(odd[type] ?? [])]) {
      const error = await rawError(actor, name, { ...whole, [key]: value });
      if (error !== null) found.push(`${name} ${key}=${JSON.stringify(value).slice(0, 40)}: ${error}`);
    }
  return found;
}

test("every type of argument that people can send has its odd values", () => {
  const asked = new Set([...types.values()].flatMap((one) => Object.values(one)));
  expect([...asked].filter((type) => !(type in odd))).toEqual([]);
});

test.each(commandCases)("%s in %s: %s with odd arguments", async (actor, status, name, input) => {
  const request = standing.get(status) ?? "";
  const connection = "connection" in input ? { connection: driver.tenants.own.connection } : {};
  const whole: Input = { request, version: await driver.version(request), ...input, ...connection };
  expect(await rawErrorsOf(actor, name, whole)).toEqual([]);
});

const named = new Set(commandCases.map(([, , name]) => `public.${name}`));
/** What fits an argument of that name. */
const fitting = (): Record<string, unknown> => ({
  ...driver.tenants.own,
  member: driver.tenants.members.analyst,
  role: "analyst",
  email: "new@people.example",
  name: "New",
  provider_slug: "home",
  reason: "r",
  note: "n",
  body: "b",
  visibility: "internal",
  screen: "s",
  ending: "cancelled",
  meta_code: "1",
  step: "approve_removal",
  detail: {},
  to: "+12025550111",
  code: "triage",
  minutes: 60,
  limit: 50,
  mode: "machine",
  filter: {},
  row_count: 1,
  sha256: "a".repeat(64),
  phone_number: "+12025550112",
  phone_number_id: "9100",
  time_zone: "UTC",
  country: "GB",
  hours: [{ weekday: 1, from: 540, to: 720 }],
  closed_days: "{}",
  template_name: "probe",
  template_language: "en",
  interval_seconds: 60,
  allowed: true,
  required: true,
  admins: true,
  cutover: true,
  noted: true,
  observe_holidays: true,
  application: {},
  from_connection: driver.tenants.own.connection,
});
/** Where ids that belong to no part of a request may be given. */
const someStatuses = ["preparing", "cutover", "monitoring"] as const;

test.each(people.filter((name) => name.startsWith("public.") && !named.has(name)))(
  "%s with odd arguments",
  async (name) => {
    const own = types.get(name) ?? {};
    for (const status of "request" in own ? someStatuses : (["preparing"] as const)) {
      const request = standing.get(status) ?? "";
      const whole: Input = { ...fitting(), request, version: await driver.version(request) };
      for (const [key, type] of Object.entries(own))
        if (type.startsWith("timestamp")) whole[key] = "2026-01-01";
      for (const actor of actors)
        expect(await rawErrorsOf(actor, name.replace("public.", ""), whole)).toEqual([]);
    }
  },
);
