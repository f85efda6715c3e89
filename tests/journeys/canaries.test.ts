/** Secrets pass through every flow of a move, and are then searched for wherever somebody might find them. */
import { createHmac } from "node:crypto";
import path from "node:path";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { demoAppSecret } from "../../supabase/local/stack/demo-accounts.ts";
import { requestFields } from "../../src/queries/request-columns.ts";
import type { Route } from "#domain/routes/route-catalogue.ts";
import { newcomerWith, story } from "../../supabase/seeds/story.ts";
import {
  filesOf,
  foundIn,
  type Place,
  recordAnswers,
  type Secrets,
  stackSecrets,
} from "../fixtures/canaries.ts";
import { beginCutover, codeAt, cutoverCommand, readRequest, until } from "../fixtures/move/move.ts";
import { type Person, signInAs, signInByCode } from "../fixtures/person.ts";
import { passSignupWindow } from "../fixtures/signup.ts";
import { startStack, type TestStack } from "../fixtures/stack.ts";

let stack: TestStack;
let sql: Sql;
let client: Person;
const staff: Person[] = [];
const responses: string[] = [];
const secrets: Secrets = {};

const watched = (person: Person) => recordAnswers(person, responses);

beforeAll(async () => {
  stack = await startStack({ app: true });
  sql = postgres(stack.database, { max: 2, onnotice: () => undefined });
  client = watched(await signInByCode(stack, story.person.email));
  for (const { email } of stack.logins) staff.push(watched(await signInAs(stack, email)));
  Object.assign(secrets, stackSecrets(stack), {
    "a token that Meta refuses": "EAACanaryThatNobodyGranted0001",
  });
});
afterAll(async () => {
  await sql.end();
  await stack.remove();
});

type Move = { client: Person; manager: Person; id: string };

async function begin(provider: "brightline" | "severlink", route: Route): Promise<Move> {
  const manager = watched(await signInAs(stack, `manager@${provider}.example`));
  return { client, manager, id: await beginCutover(client, manager, newcomerWith(provider, null), route) };
}

const withPin = z.object({ pin: z.string() });

/** A new PIN may appear only in the answer that shows it: it is removed there. */
function shownOnce(body: unknown): string {
  const { pin } = withPin.parse(body);
  responses.push((responses.pop() ?? "").replace(`"${pin}"`, '"shown once"'));
  return pin;
}

async function register({ manager, id }: Move, phone: string): Promise<void> {
  await until(manager, id, (request) => request.next_action === "approve_register");
  const answer = await cutoverCommand(manager, id, {
    command: "approve_register",
    lastFour: phone.slice(-4),
  });
  secrets[`the PIN of ${phone}`] = shownOnce(answer.body);
  await until(manager, id, ({ status }) => status === "monitoring");
  // Portdesk's own monitoring checks raise the version meanwhile.
  const setPin = async () => {
    const { version } = await readRequest(manager, id);
    return manager.call("monitoring", { command: "set_pin", request: id, version });
  };
  let anew = await setPin();
  for (let time = 0; time < 3 && anew.status === 409; time += 1) anew = await setPin();
  secrets[`the second PIN of ${phone}`] = shownOnce(anew.body);
}

it("moves a number by a code, with a wrong one first", async () => {
  const { phone } = newcomerWith("severlink", null);
  const move = await begin("severlink", "R2");
  await until(move.manager, move.id, (request) => request.next_action === "request_code");
  await cutoverCommand(client, move.id, { command: "request_code", method: "SMS", language: "en" });
  const code = await codeAt(stack, phone);
  const wrong = code === "604913" ? "604914" : "604913";
  Object.assign(secrets, { "the code of an SMS": code, "a wrong code": wrong });
  expect((await cutoverCommand(client, move.id, { command: "enter_code", code: wrong })).body).toMatchObject({
    error: "code_wrong",
  });
  await cutoverCommand(client, move.id, { command: "enter_code", code });
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
  expect((await cutoverCommand(client, move.id, { command: "finish_signup", ...left })).body).toMatchObject({
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

it("refuses a token that Meta does not know, and one sealed for another connection", async () => {
  const admin = watched(await signInAs(stack, "admin@brightline.example"));
  const { data } = await admin.client
    .from("meta_connections")
    .select("id, provider_id, app_id, business_id")
    .is("request_id", null);
  const [mine] = z
    .array(z.object({ id: z.string(), provider_id: z.string(), app_id: z.string(), business_id: z.string() }))
    .parse(data);
  const command = (more: object) =>
    admin.call("connections", { provider: mine?.provider_id, connection: mine?.id, ...more });
  const token = secrets["a token that Meta refuses"];
  const saved = await command({
    command: "save",
    name: "Again",
    appId: mine?.app_id,
    businessId: mine?.business_id,
    token,
  });
  expect(saved).toMatchObject({ status: 409, body: { error: { code: "token_invalid" } } });
  expect((await command({ command: "test" })).status).toBe(200);
  await sql`update private.connection_tokens t set nonce = o.nonce, ciphertext = o.ciphertext, key_id = o.key_id
    from private.connection_tokens o join public.meta_connections c on c.id = o.connection_id
    where t.connection_id = ${mine?.id ?? ""} and c.provider_id <> ${mine?.provider_id ?? ""} and c.request_id is null`;
  expect(await command({ command: "test" })).toMatchObject({
    status: 409,
    body: { error: { code: "token_invalid" } },
  });
});

/** Meta's own body, signed with `secret`. */
async function sendWebhook(body: unknown, secret = demoAppSecret): Promise<number> {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const signature = createHmac("sha256", secret).update(bytes).digest("hex");
  const headers = { "x-hub-signature-256": `sha256=${signature}`, "content-type": "application/json" };
  const response = await fetch(`${stack.functions}/webhooks`, { method: "POST", headers, body: bytes });
  responses.push(`webhooks ${await response.text()}`);
  return response.status;
}

it("handles a customer's message, and a body that somebody else signed", async () => {
  const [moved] = await sql<{ waba: string; phone: string }[]>`
    select destination_waba_id as waba, destination_phone_number_id as phone from public.migration_requests
    where status in ('monitoring', 'completed') and destination_phone_number_id is not null limit 1`;
  const message = (text: string, from: string) => ({
    object: "whatsapp_business_account",
    entry: [
      {
        id: moved?.waba,
        changes: [
          {
            field: "messages",
            value: {
              messaging_product: "whatsapp",
              metadata: { display_phone_number: "12025550100", phone_number_id: moved?.phone },
              contacts: [{ profile: { name: "Canary Customer 7f31" }, wa_id: from }],
              messages: [
                {
                  from,
                  id: "wamid.Q2FuYXJ5",
                  timestamp: `${Math.floor(Date.now() / 1000)}`,
                  type: "text",
                  text: { body: text },
                },
              ],
            },
          },
        ],
      },
    ],
  });
  Object.assign(secrets, {
    "a customer's words": "canary-words-of-a-customer-51c0",
    "a customer's number": "4915799887766",
    "a customer's name": "Canary Customer 7f31",
    "the words of a forger": "canary-words-of-a-forger-88ad",
  });
  expect(await sendWebhook(message("canary-words-of-a-customer-51c0", "4915799887766"))).toBe(200);
  expect(await sendWebhook(message("canary-words-of-a-forger-88ad", "4915799887766"), "guessed")).toBe(401);
  const waiting = async () => (await sql`select from private.webhook_inbox where processed_at is null`).count;
  await expect.poll(waiting, { timeout: 20_000 }).toBe(0);
});

async function mailsTo(address: string) {
  const mails = z.array(z.object({ to: z.string(), text: z.string().optional() }));
  const all = mails.parse(await (await fetch(`${stack.mail}/mails`)).json());
  return all.filter(({ to }) => to === address);
}

it("adds a colleague and ends the membership", async () => {
  const admin = watched(await signInAs(stack, "admin@brightline.example"));
  const { data } = await admin.client.from("providers").select("id").single();
  const provider = z.object({ id: z.string() }).parse(data).id;
  const email = "canary@people.example";
  await admin.command("invite_member", { provider, email, name: "Canary", role: "manager" });
  // The newest mail must be the one with the code.
  await expect.poll(async () => (await mailsTo(email)).length, { timeout: 20_000 }).toBe(1);
  const colleague = watched(await signInByCode(stack, email));
  const codes = (await mailsTo(email)).flatMap(({ text }) => /\b\d{6}\b/.exec(text ?? "") ?? []);
  const { session } = (await colleague.client.auth.getSession()).data;
  secrets["the code of a sign-in"] = codes[0] ?? "";
  secrets["the token of a session"] = session?.access_token ?? "";
  const access = z
    .object({ invitations: z.array(z.object({ id: z.string() })) })
    .parse((await colleague.client.rpc("my_access")).data);
  const [invitation] = access.invitations;
  expect((await colleague.command("accept_invitation", { invitation: invitation?.id })).status).toBe(200);
  const [member] = await sql<{ id: string }[]>`select id from public.members where email = ${email}`;
  expect((await admin.command("end_member", { provider, member: member?.id })).status).toBe(200);
});

/** Every row of every table, as a dump would hold it. */
async function dump(): Promise<Place[]> {
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`;
  const texts: Place[] = [];
  for (const { name } of tables) {
    const [row] = await sql.unsafe<{ text: string | null }[]>(
      `select string_agg(t::text, e'\n') as text from ${name} t`,
    );
    texts.push([name, row?.text ?? ""]);
  }
  return texts;
}

const columnsOf = (table: string) => (table === "migration_requests" ? requestFields : "*");

/** What each person reads from every table that the API shows, and downloads as a file. */
async function readAndExported(): Promise<Place[]> {
  const tables = await sql<{ name: string }[]>`
    select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v')`;
  const texts: Place[] = [];
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

it("none of them appears in a dump, a log, an answer, an export or the app", async () => {
  expect(Object.keys(secrets).length).toBeGreaterThanOrEqual(20);
  expect(Object.values(secrets).filter((secret) => secret.length < 6)).toEqual([]);
  const places: Place[] = [
    ...(await dump()),
    ...(await readAndExported()),
    ...responses.map((text): Place => ["an answer", text]),
    ["the log", stack.log()],
  ];
  expect(foundIn(places, secrets)).toEqual([]);
  const app = filesOf(path.join(stack.dataFolder, "app"));
  expect(foundIn(app, stackSecrets(stack))).toEqual([]);
  // The search itself finds what is there.
  expect(places.some(([, text]) => text.includes("Maple & Thread"))).toBe(true);
  expect(foundIn(app, { "the publishable key": stack.publishableKey }).join()).toMatch(/\.js/);
  expect(stack.log()).toMatch(/"name":"cutover"|cutover/);
});
