/** The local platform's gateway: what a visitor, a forger and a half-known path get. */
import { createServer, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { statusAs } from "../fixtures/status-as.ts";
import { type LocalPlatform, publishableKey, secretKey, startLocalPlatform } from "./local-platform.ts";

const club = "aaaaaaaa-0000-4000-8000-000000000001";
const visitor = { apikey: publishableKey };
const notes = "/rest/v1/notes?select=id";

let platform: LocalPlatform;
let functions: Server;
let personId = "";
let personToken = "";

/** Replaces the functions' runtime and reports what reached it. */
async function startFunctionsStub(): Promise<string> {
  functions = createServer((request, response) => {
    void text(request).then((body) => {
      const reported = JSON.stringify({ path: request.url, tick: request.headers["x-portdesk-tick"], body });
      const packed = request.headers["accept-encoding"] !== "identity";
      const encoding: Record<string, string> = packed ? { "content-encoding": "gzip" } : {};
      response.writeHead(200, { "content-type": "application/json", "x-of-function": "kept", ...encoding });
      response.end(packed ? gzipSync(reported) : reported);
    });
  });
  await new Promise<void>((resolve) => functions.listen(0, "127.0.0.1", resolve));
  const address = functions.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}

beforeAll(async () => {
  const functionsUrl = await startFunctionsStub();
  platform = await startLocalPlatform({ functionsUrl: () => functionsUrl, openFunctions: ["tick"] });
  ({ id: personId, token: personToken } = await platform.signIn("person@example.com"));
  await platform.database.sql`insert into public.clubs (id, name, slug) values (${club}, 'Chess', 'chess')`;
  await platform.database.sql`insert into public.club_members values (${club}, ${personId})`;
  await platform.database
    .sql`insert into public.notes (club_id, reference, title) values (${club}, 'N-1', 'one')`;
});
afterAll(async () => {
  functions.close();
  await platform.stop();
});

const bearer = (token: string) => ({ ...visitor, authorization: `Bearer ${token}` });
const person = (claims: Record<string, unknown> = {}) => ({
  sub: personId,
  role: "authenticated",
  aud: "authenticated",
  ...claims,
});

describe("keys", () => {
  it.each([
    ["no key", {}],
    ["a wrong key", { apikey: "sb_publishable_of_somebody_else_000000" }],
    ["an empty key", { apikey: "" }],
    ["an internal key", { apikey: "int_x" }],
  ])("%s gets nothing, anywhere", async (_name, headers) => {
    for (const pathname of [
      notes,
      "/rest/v1/",
      "/rest/v1/rpc/who_am_i",
      "/auth/v1/settings",
      "/functions/v1/commands",
    ]) {
      expect([pathname, (await platform.get(pathname, headers)).status]).toEqual([pathname, 401]);
    }
  });

  it("a person's token does not replace the key", async () => {
    expect((await platform.get(notes, { authorization: `Bearer ${personToken}` })).status).toBe(401);
  });

  it("a valid token as the key is refused", async () => {
    expect((await platform.get(notes, { apikey: personToken })).status).toBe(401);
    expect((await platform.get(notes, { apikey: `int_${personToken}` })).status).toBe(401);
  });

  it("the publishable key reads what anon may: nothing", async () => {
    expect((await platform.get(notes, visitor)).status).toBe(401);
    expect((await platform.get("/rest/v1/migration_requests?select=id", visitor)).status).toBe(401);
  });

  it("the secret key passes row-level security", async () => {
    const answer = await platform.get(notes, { apikey: secretKey });
    expect(await answer.json()).toHaveLength(1);
  });
});

describe("tokens", () => {
  it("a person's own token reads their rows", async () => {
    expect(await (await platform.get(notes, bearer(personToken))).json()).toHaveLength(1);
  });

  it.each([
    ["is not a token", async () => "bad"],
    ["is truncated", async () => personToken.slice(0, -3)],
    [
      "is signed by somebody else",
      async () => `${personToken.split(".").slice(0, 2).join(".")}.${"A".repeat(43)}`,
    ],
    [
      "has no signature",
      async () => `${Buffer.from('{"alg":"none"}').toString("base64url")}.${personToken.split(".")[1]}.`,
    ],
    ["has expired", () => platform.signed(person(), -60)],
    ["claims the role postgres", () => platform.signed(person({ role: "postgres" }))],
    ["claims the superuser's role", () => platform.signed(person({ role: "supabase_admin" }))],
    ["claims the authenticator's role", () => platform.signed(person({ role: "authenticator" }))],
    ["claims no role", () => platform.signed({ sub: personId })],
    ["claims a role that is not text", () => platform.signed(person({ role: ["service_role"] }))],
  ])("one that %s gets 401 from REST and functions", async (_name, make) => {
    const headers = bearer(await make());
    for (const pathname of [notes, "/rest/v1/rpc/who_am_i", "/functions/v1/commands"]) {
      expect([pathname, (await platform.get(pathname, headers)).status]).toEqual([pathname, 401]);
    }
  });

  it("the role postgres is refused to Auth's administration, too", async () => {
    const answer = await platform.get(
      "/auth/v1/admin/users",
      bearer(await platform.signed(person({ role: "postgres" }))),
    );
    expect(answer.status).toBe(403);
  });

  it("an expired token is recognised", async () => {
    const answer = await platform.get(notes, bearer(await platform.signed(person(), -60)));
    expect(await answer.json()).toMatchObject({ code: "PGRST303", message: "JWT expired" });
  });
});

describe("grants", () => {
  it("survive the first requests of every role", async () => {
    const privileges = () => platform.database
      .sql`select grantee, table_name, privilege_type from information_schema.role_table_grants
      where table_schema in ('public', 'private') and grantee in ('anon', 'authenticated', 'service_role', 'PUBLIC') order by 1, 2, 3`;
    const before = await privileges();
    for (const headers of [visitor, bearer(personToken), { apikey: secretKey }])
      await platform.get(notes, headers);
    expect(await privileges()).toEqual(before);
    expect(before.filter(({ grantee }) => grantee === "anon")).toEqual([]);
    expect(before.length).toBeGreaterThan(10);
  });
});

describe("paths", () => {
  it.each([
    "/",
    "/storage/v1/bucket",
    "/realtime/v1/websocket",
    "/graphql/v1",
    "/_admin",
    "/rest/v2/notes",
    "/rest/v1",
  ])("%s is 404", async (pathname) => {
    expect((await platform.get(pathname, visitor)).status).toBe(404);
  });

  it("a page whose name was rebound to this address is rejected", async () => {
    expect(await statusAs("evil.example", `${platform.url}/auth/v1/settings`)).toBe(421);
  });

  it("a preflight passes without a key and allows what the browser asks for", async () => {
    const headers = { "access-control-request-headers": "apikey,authorization,x-client-info,x-new" };
    const answer = await fetch(`${platform.url}${notes}`, { method: "OPTIONS", headers });
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-headers")).toContain("x-new");
  });

  it("every answer of ours lets the app's own page read it, and no other", async () => {
    for (const pathname of [notes, "/auth/v1/settings", "/functions/v1/commands", "/nowhere"]) {
      expect((await platform.get(pathname)).headers.get("access-control-allow-origin")).toBe(
        "http://127.0.0.1:5173",
      );
    }
  });
});

describe("functions", () => {
  it("receive the path after their name, and keep their headers", async () => {
    const answer = await platform.get("/functions/v1/commands/more?x=1", bearer(personToken));
    expect(await answer.json()).toMatchObject({ path: "/commands/more?x=1" });
    expect(answer.headers.get("x-of-function")).toBe("kept");
  });

  it("need no token where config.toml says so", async () => {
    const answer = await platform.get("/functions/v1/tick", { "x-portdesk-tick": "s" });
    expect(await answer.json()).toMatchObject({ path: "/tick", tick: "s" });
  });

  it("need a token elsewhere: as on hosted Supabase, a key is not one", async () => {
    for (const headers of [visitor, { apikey: secretKey }, bearer(publishableKey), bearer(secretKey)]) {
      expect((await platform.get("/functions/v1/commands", headers)).status).toBe(401);
    }
  });

  it("answer preflights themselves", async () => {
    const answer = await fetch(`${platform.url}/functions/v1/commands`, { method: "OPTIONS" });
    expect(answer.headers.get("x-of-function")).toBe("kept");
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("receive and return bodies unchanged", async () => {
    const body = JSON.stringify({ text: "ж".repeat(5000) });
    const headers = { ...bearer(personToken), "content-type": "application/json" };
    const answer = await fetch(`${platform.url}/functions/v1/commands`, { method: "POST", headers, body });
    expect(await answer.json()).toMatchObject({ body });
  });
});

it("a second factor is refused as hosted Auth refuses it where factors are switched off", async () => {
  const headers = { ...bearer(personToken), "content-type": "application/json" };
  const body = JSON.stringify({ factor_type: "totp" });
  const answer = await fetch(`${platform.url}/auth/v1/factors`, { method: "POST", headers, body });
  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({ error_code: "mfa_totp_enroll_not_enabled" });
});
