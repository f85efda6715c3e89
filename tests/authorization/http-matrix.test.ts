/** Runs the attack matrix over HTTP, against REST and the Edge Functions behind the local platform's gateway. */
import { createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { serve, type Served } from "../../supabase/local/stack/serve.ts";
import { openFunctions } from "../../supabase/local/stack/supabase-config.ts";
import { publishableKey, secretKey, type ServedPlatform, servePlatform } from "../platform/local-platform.ts";
import { useDatabase } from "../fixtures/own-database.ts";
import { freePort } from "../../supabase/local/stack/free-port.ts";
import { listFunctions, listRelations } from "./catalogue.ts";
import { createFixture, type Fixture } from "./matrix/attackers.ts";
import { commandsFound, edgeCommands } from "./matrix/edge-expectations.ts";
import { edgeCells, loadEdgeFunctions } from "./matrix/edge-cells.ts";
import { runHttpCells } from "./matrix/http-cells.ts";
import { fillOf } from "./matrix/relation-cells.ts";
import {
  embedsOf,
  forgedCells,
  type RestGround,
  restCells,
  type Sender,
  victimsOf,
} from "./matrix/rest-cells.ts";
import { joined } from "./matrix/sql-matrix.ts";

const database = await useDatabase();
let fixture: Fixture;
let platform: ServedPlatform;
let functions: Served;
let senders: Sender[];
let forged: [name: string, headers: Record<string, string>][];

const bearer = (token: string) => ({ apikey: publishableKey, authorization: `Bearer ${token}` });
const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");

/** A token with a forged signature, or none. */
function forge(claims: object, algorithm: "HS256" | "none", secret = ""): string {
  const exp = Math.floor(Date.now() / 1000) + 600;
  const text = `${encoded({ alg: algorithm, typ: "JWT" })}.${encoded({ exp, ...claims })}`;
  const signature = algorithm === "none" ? "" : createHmac("sha256", secret).update(text).digest("base64url");
  return `${text}.${signature}`;
}

async function forgeTokens(): Promise<[string, Record<string, string>][]> {
  const { admin } = fixture.tenants.claims;
  const real = await platform.signed({ aud: "authenticated", ...admin });
  const [head = "", , signature = ""] = real.split(".");
  const tokens = {
    "another secret signed": forge(admin, "HS256", "a-secret-that-somebody-guessed-wrongly-00"),
    "the empty secret signed": forge(admin, "HS256"),
    "the publishable key signed": forge(admin, "HS256", publishableKey),
    "nobody signed": forge(admin, "none"),
    "its holder made the service's": forge(
      { role: "service_role" },
      "HS256",
      "my-own-secret-my-own-secret-my-own-secret",
    ),
    "was changed after it was signed": `${head}.${encoded({ ...admin, sub: fixture.tenants.claims.foreignAdmin.sub, exp: 9_999_999_999 })}.${signature}`,
    "has run out": await platform.signed({ aud: "authenticated", ...admin }, -60),
    "names the owner's role": await platform.signed({ ...admin, role: "postgres" }),
  };
  return [
    ...Object.entries(tokens).map(([name, token]): [string, Record<string, string>] => [name, bearer(token)]),
    ["is shown without a key", { authorization: `Bearer ${real}` }],
    ["is shown as the key", { apikey: real }],
  ];
}

beforeAll(async () => {
  fixture = await createFixture(database);
  let functionsUrl = "";
  platform = await servePlatform(database, {
    functionsUrl: () => functionsUrl,
    openFunctions: openFunctions(),
  });
  senders = await Promise.all(
    fixture.attackers.map(async (attacker): Promise<Sender> => {
      if (attacker.name === "visitor") return { attacker, headers: { apikey: publishableKey } };
      if (attacker.name === "service") return { attacker, headers: { apikey: secretKey } };
      return {
        attacker,
        headers: bearer(await platform.signed({ aud: "authenticated", ...attacker.claims })),
      };
    }),
  );
  forged = await forgeTokens();
  const environment = {
    SUPABASE_URL: platform.url,
    SUPABASE_ANON_KEY: publishableKey,
    SUPABASE_SERVICE_ROLE_KEY: secretKey,
    PORTDESK_GRAPH_URL: "http://127.0.0.1:9",
    PORTDESK_TOKEN_KEYS: JSON.stringify({ k1: Buffer.alloc(32, 1).toString("base64") }),
    PORTDESK_TICK_SECRET: "the-secret-of-the-ticker",
    PORTDESK_META_APP_SECRET: "app-secret",
    PORTDESK_WEBHOOK_VERIFY_TOKEN: "handshake",
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const handler = await loadEdgeFunctions();
  functions = await serve(handler, await freePort());
  functionsUrl = functions.url;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await functions.close();
  await platform.stop();
});

async function restGround(): Promise<RestGround> {
  const found = await listRelations(database.sql);
  const relations = await Promise.all(found.map((relation) => fillOf(database.sql, relation, fixture)));
  const open = relations.filter(({ name }) => name.startsWith("public."));
  return {
    fixture,
    relations,
    embeds: await embedsOf(database.sql, relations),
    victims: await victimsOf(database.sql, open),
    functions: await listFunctions(database.sql),
  };
}

test("every command of every Edge Function is in the table of expectations, and the table names no other", () => {
  expect(Object.keys(edgeCommands).toSorted()).toEqual(commandsFound().toSorted());
});

test("no cell over HTTP is wrong", async () => {
  const started = performance.now();
  const ground = await restGround();
  const rest = await runHttpCells(
    platform.url,
    senders.flatMap((sender, index) => restCells(sender, ground, index)),
  );
  const tokens = await runHttpCells(
    platform.url,
    forged.flatMap(([name, headers]) => forgedCells(name, headers, ground)),
  );
  // Last, because permitted commands really run there.
  const edge = await runHttpCells(
    platform.url,
    senders.flatMap((sender) => edgeCells(sender, fixture)),
  );
  const { cells, wrong } = joined([rest, tokens, edge]);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `HTTP matrix: ${cells} cells (REST ${rest.cells}, forged tokens ${tokens.cells}, Edge Functions ${edge.cells}), ${wrong.length} wrong, ${seconds} s`,
  );
  expect(wrong).toEqual([]);
  expect(cells).toBeGreaterThan(7000);
}, 180_000);
