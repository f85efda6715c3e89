/** Secrets driven through every flow of a move, and looked for wherever somebody might find them. */
import { readFileSync } from "node:fs";
import path from "node:path";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { demoAppSecret } from "../../supabase/local/stack/demo-world.ts";
import { providers } from "../../supabase/seeds/providers.ts";
import { requestFields } from "../../src/providers/request-columns.ts";
import type { Route } from "#domain/routes/route-catalogue.ts";
import { newcomerWith, story } from "../../supabase/seeds/story.ts";
import { applicationOf, codeAt, file, prepare, readRequest, startCutover, until } from "../support/move.ts";
import { type Person, signInAs, signInByCode } from "../support/person.ts";
import { startSeededStack } from "../support/seeded-stack.ts";
import { passSignupWindow } from "../support/signup.ts";
import type { TestStack } from "../support/stack.ts";

let stack: TestStack;
let sql: Sql;
let client: Person;
const staff: Person[] = [];
const responses: string[] = [];
const secrets: Record<string, string> = {};

/** Keeps every answer of a function that this person calls. */
function heard(person: Person): Person {
  const call: Person["call"] = async (name, body) => {
    const answer = await person.call(name, body);
    responses.push(`${name} ${JSON.stringify(answer.body)}`);
    return answer;
  };
  return { ...person, call, command: (command, input) => call("commands", { command, input }) };
}

const kept = z.object({
  jwtSecret: z.string(),
  databasePassword: z.string(),
  tickSecret: z.string(),
  tokenKeys: z.record(z.string(), z.string()),
});

beforeAll(async () => {
  stack = await startSeededStack();
  sql = postgres(stack.database, { max: 2, onnotice: () => undefined });
  client = heard(await signInByCode(stack, story.person.email));
  for (const { email } of stack.logins) staff.push(heard(await signInAs(stack, email)));
  const folder = kept.parse(JSON.parse(readFileSync(path.join(stack.dataFolder, "stack.json"), "utf8")));
  Object.assign(secrets, {
    "the app's secret": demoAppSecret,
    "the word of the handshake": "portdesk-local-handshake",
    "the service role's key": stack.secretKey,
    "the secret of the sessions": folder.jwtSecret,
    "the database's password": folder.databasePassword,
    "the secret of the tick": folder.tickSecret,
    "the key of the tokens": Object.values(folder.tokenKeys)[0],
    "a provider's token": providers.brightline.connection.token,
    "another provider's token": providers.severlink.connection.token,
    "a token that Meta refuses": "EAACanaryThatNobodyGranted0001",
    "a person's password": stack.logins[0]?.password,
  });
});
afterAll(async () => {
  await sql.end();
  await stack.remove();
});

type Move = { client: Person; manager: Person; id: string };

/** Files a number and brings it to the start of its cut-over. */
async function begin(provider: "brightline" | "severlink", route: Route): Promise<Move> {
  const newcomer = newcomerWith(provider, null);
  const manager = heard(await signInAs(stack, `manager@${provider}.example`));
  const id = await file(client, provider, applicationOf(newcomer));
  await prepare(manager, id, newcomer, route);
  await startCutover(client, manager, id);
  return { client, manager, id };
}

async function act(person: Person, id: string, body: Record<string, unknown>) {
  const { version } = await readRequest(person, id);
  return person.call("cutover", { request: id, version, ...body });
}

const withPin = z.object({ pin: z.string() });

/** The answer that shows a new PIN is the one place where it may stand: it is taken out there. */
function shownOnce(body: unknown): string {
  const { pin } = withPin.parse(body);
  responses.push((responses.pop() ?? "").replace(`"${pin}"`, '"shown once"'));
  return pin;
}

async function register({ manager, id }: Move, phone: string): Promise<void> {
  await until(manager, id, (request) => request.next_action === "approve_register");
  const answer = await act(manager, id, { act: "approve_register", lastFour: phone.slice(-4) });
  secrets[`the PIN of ${phone}`] = shownOnce(answer.body);
  await until(manager, id, ({ status }) => status === "stabilising");
  // The desk's own looks raise the version meanwhile.
  const setPin = async () => {
    const { version } = await readRequest(manager, id);
    return manager.call("number-care", { act: "set_pin", request: id, version });
  };
  let anew = await setPin();
  for (let time = 0; time < 3 && anew.status === 409; time += 1) anew = await setPin();
  secrets[`the second PIN of ${phone}`] = shownOnce(anew.body);
}

it("moves a number by a code, with a wrong one first", async () => {
  const { phone } = newcomerWith("severlink", null);
  const move = await begin("severlink", "R2");
  await until(move.manager, move.id, (request) => request.next_action === "request_code");
  await act(client, move.id, { act: "request_code", method: "SMS", language: "en" });
  const code = await codeAt(stack, phone);
  const wrong = code === "604913" ? "604914" : "604913";
  Object.assign(secrets, { "the code of an SMS": code, "a wrong code": wrong });
  expect((await act(client, move.id, { act: "enter_code", code: wrong })).body).toMatchObject({
    error: "code_wrong",
  });
  await act(client, move.id, { act: "enter_code", code });
  await register(move, phone);
});

it("moves a number through the signup window", async () => {
  const { phone } = newcomerWith("brightline", null);
  const before = await grantedTokens();
  const move = await begin("brightline", "R1");
  await until(move.manager, move.id, (request) => request.next_action === "sign_up");
  const place = z
    .object({ url: z.string() })
    .parse((await client.call("signup-window", { request: move.id })).body);
  const left = await passSignupWindow(fetch, `${place.url}&state=of-this-page`, phone, () =>
    codeAt(stack, phone),
  );
  secrets["the code of the signup window"] = left.code;
  expect((await act(client, move.id, { act: "finish_signup", ...left })).body).toMatchObject({
    state: "done",
  });
  const [granted] = (await grantedTokens()).filter((token) => !before.includes(token));
  expect(granted).toMatch(/^EAA/);
  secrets["the token that the client granted"] = granted ?? "";
  await register(move, phone);
});

/** The tokens that the simulator knows. */
async function grantedTokens(): Promise<string[]> {
  const state = z.object({ tokens: z.array(z.object({ token: z.string() })) });
  return state
    .parse(await (await fetch(`${stack.graph}/_sim/state`)).json())
    .tokens.map(({ token }) => token);
}

it("refuses a token that Meta does not know, and one that was sealed for another connection", async () => {
  const admin = heard(await signInAs(stack, "admin@brightline.example"));
  const { data } = await admin.client
    .from("meta_connections")
    .select("id, provider_id, app_id, business_id")
    .is("request_id", null);
  const [mine] = z
    .array(z.object({ id: z.string(), provider_id: z.string(), app_id: z.string(), business_id: z.string() }))
    .parse(data);
  const act = (more: object) =>
    admin.call("connections", { provider: mine?.provider_id, connection: mine?.id, ...more });
  const token = secrets["a token that Meta refuses"];
  const saved = await act({
    act: "save",
    name: "Again",
    appId: mine?.app_id,
    businessId: mine?.business_id,
    token,
  });
  expect(saved).toMatchObject({ status: 409, body: { error: { code: "token_invalid" } } });
  expect((await act({ act: "test" })).status).toBe(200);
  await sql`update private.connection_tokens t set nonce = o.nonce, ciphertext = o.ciphertext, key_id = o.key_id
    from private.connection_tokens o join public.meta_connections c on c.id = o.connection_id
    where t.connection_id = ${mine?.id ?? ""} and c.provider_id <> ${mine?.provider_id ?? ""} and c.request_id is null`;
  expect(await act({ act: "test" })).toMatchObject({
    status: 409,
    body: { error: { code: "token_invalid" } },
  });
});

/** Every row of every table, as a dump would hold it. */
async function dump(): Promise<[where: string, text: string][]> {
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`;
  const texts: [string, string][] = [];
  for (const { name } of tables) {
    const [row] = await sql.unsafe<{ text: string | null }[]>(
      `select string_agg(t::text, e'\n') as text from ${name} t`,
    );
    texts.push([name, row?.text ?? ""]);
  }
  return texts;
}

const columnsOf = (table: string) => (table === "migration_requests" ? requestFields : "*");

/** What each person reads of every table that the API shows, and takes home as a file. */
async function readAndExported(): Promise<[where: string, text: string][]> {
  const tables = await sql<{ name: string }[]>`
    select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v')`;
  const texts: [string, string][] = [];
  for (const [index, person] of [client, ...staff].entries()) {
    for (const { name } of tables)
      texts.push([
        `${name} as person ${index}`,
        JSON.stringify((await person.client.from(name).select(columnsOf(name))).data),
      ]);
    const { data } = await person.client.from("providers").select("id");
    for (const { id } of z.array(z.object({ id: z.string() })).parse(data))
      for (const mode of ["machine", "spreadsheet"])
        texts.push([
          `export as person ${index}`,
          JSON.stringify(await person.call("export-requests", { providerId: id, mode })),
        ]);
  }
  return texts;
}

it("none of them stands in a dump, a log, an answer, an export or the app", async () => {
  expect(Object.keys(secrets).length).toBeGreaterThanOrEqual(12);
  expect(Object.values(secrets).filter((secret) => secret.length < 6)).toEqual([]);
  const places = [
    ...(await dump()),
    ...(await readAndExported()),
    ...responses.map((text): [string, string] => ["an answer", text]),
    ["the log", stack.log()] as [string, string],
  ];
  const told = places.flatMap(([where, text]) =>
    Object.entries(secrets)
      .filter(([, secret]) => stands(secret, text))
      .map(([what]) => `${what} in ${where}`),
  );
  expect([...new Set(told)]).toEqual([]);
  // The search itself finds what is there.
  expect(places.some(([, text]) => text.includes("Maple & Thread"))).toBe(true);
  expect(stands("604913", 'x {"code":"604913"}')).toBe(true);
  expect(stack.log()).toMatch(/"name":"cutover"|cutover/);
});

/** Six digits are looked for as a word of their own: parts of ids and of times are none. */
function stands(secret: string, text: string): boolean {
  return /^\d+$/.test(secret) ? new RegExp(`(?<![\\w.])${secret}(?!\\w)`).test(text) : text.includes(secret);
}
