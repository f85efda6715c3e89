/** Statements through the API time out: the roles set the limits, and the local platform keeps them like PostgREST. */
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  publishableKey,
  secretKey,
  type ServedPlatform,
  servePlatform,
} from "../../platform/local-platform.ts";
import { useDatabase } from "../../fixtures/own-database.ts";

const database = await useDatabase();

let platform: ServedPlatform;

beforeAll(async () => {
  await database.sql
    .unsafe(`create function public.timeouts() returns text language sql as $$
        select current_setting('statement_timeout') || ' ' || current_setting('idle_in_transaction_session_timeout') $$;
      grant execute on function public.timeouts() to anon, authenticated, service_role`)
    .simple();
  platform = await servePlatform(database);
});
afterAll(() => platform.stop());

test("the API roles carry the limits", async () => {
  const rows = await database.sql<{ role: string; settings: string[] }[]>`
    select rolname as role, rolconfig as settings from pg_roles where rolname in ('anon', 'authenticated', 'service_role') order by 1`;
  expect([...rows]).toEqual([
    { role: "anon", settings: ["statement_timeout=3s", "idle_in_transaction_session_timeout=15s"] },
    { role: "authenticated", settings: ["statement_timeout=8s", "idle_in_transaction_session_timeout=15s"] },
    { role: "service_role", settings: null },
  ]);
});

test("each request has the limits of its caller, whoever used the connection before", async () => {
  const token = await platform.signed({ aud: "authenticated", role: "authenticated" });
  const timeouts = async (headers: Record<string, string>): Promise<unknown> =>
    (await platform.get("/rest/v1/rpc/timeouts", headers)).json();
  const person = { apikey: publishableKey, authorization: `Bearer ${token}` };
  expect(await timeouts(person)).toBe("8s 15s");
  expect(await timeouts({ apikey: publishableKey })).toBe("3s 15s");
  expect(await timeouts({ apikey: secretKey })).toBe("0 0");
});
