/** The whole stack against a Graph server that answers nonsense: nothing advances, and staff see why. */
import { createServer } from "node:http";
import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { agreeAsItStands } from "../fixtures/consents.ts";
import { give, readRequest, until } from "../fixtures/move/move.ts";
import { type Person, signInAs } from "../fixtures/person.ts";
import { startStack, type TestStack } from "../fixtures/stack.ts";

const answers = ["<html>Bad Gateway</html>", '{"id": 12', "", '{"data": "no list"}', "[1, 2, 3]"];
let asked = 0;
const nonsense = createServer((_, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(answers[asked++ % answers.length]);
});

let stack: TestStack;
let manager: Person;

beforeAll(async () => {
  await new Promise<void>((resolve) => nonsense.listen(0, "127.0.0.1", resolve));
  const address = nonsense.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  stack = await startStack({ graphUrl: `http://127.0.0.1:${port}` });
  manager = await signInAs(stack, "manager@brightline.example");
});
afterAll(async () => {
  await stack.remove();
  nonsense.close();
});

async function requestAt(nextAction: string): Promise<string> {
  const { data } = await manager.client
    .from("migration_requests")
    .select("id")
    .eq("next_action", nextAction)
    .limit(1)
    .single();
  return z.object({ id: z.string() }).parse(data).id;
}

it("a reading changes nothing and says why", async () => {
  const id = await requestAt("propose_date");
  const { version } = await readRequest(manager, id);
  const checks = async () =>
    (
      await manager.client
        .from("checks")
        .select("code, status, read_at, check_staff_data(evidence_value)")
        .eq("request_id", id)
        .order("code")
    ).data;
  const before = await checks();
  expect(before).not.toBeNull();
  const answer = await manager.call("checks", { request: id, version });
  expect(answer).toMatchObject({ status: 502, body: { error: { code: "graph_nonsense" } } });
  expect(await checks()).toEqual(before);
});

it("a cut-over takes no step, and opens an exception with a text", async () => {
  const id = await requestAt("start_cutover");
  // As if its window were open, and Meta had been read before it failed.
  const sql = postgres(stack.database, { max: 1, onnotice: () => undefined });
  await sql`update public.migration_requests set window_starts_at = now(), checks_read_at = now() where id = ${id}`;
  await agreeAsItStands(sql, id);
  await sql.end();
  await give(manager, "start_cutover", id);
  const stopped = await until(manager, id, (request) => request.next_action === "resolve_exception");
  expect(stopped.status).toBe("cutover");
  const { data } = await manager.client
    .from("cutover_steps")
    .select("state")
    .eq("request_id", id)
    .eq("state", "done");
  expect(data).toEqual([]);
  const { data: payloads } = await manager.client
    .from("exception_payloads")
    .select("payload, request_exceptions!inner(request_id)")
    .eq("request_exceptions.request_id", id);
  expect(payloads?.length).toBeGreaterThan(0);
  expect(JSON.stringify(payloads)).not.toContain("EAA");
});
