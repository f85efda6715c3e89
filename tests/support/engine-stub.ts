/** The engine's services for tests of handlers: PostgREST and Meta answer what the test says. */
import { createLogger } from "../../supabase/functions/_shared/log.ts";
import { encryptToken, type TokenKeys } from "../../supabase/functions/_shared/tokens/token-crypto.ts";
import { createRestStub, type RestAnswer, type RestCall, stubRuntime } from "./rest-stub.ts";

export const requestId = "5d9f4bd2-32c6-4c3a-9b5b-6f1b6a1f0a11";
const where = { providerId: "p1", connectionId: "c1", purpose: "graph" };
const tokenKeys: TokenKeys = { current: "k1", keys: { k1: Buffer.alloc(32, 3).toString("base64") } };
const order = [
  "snapshot_before",
  "subscribe_app",
  "copy_templates",
  "claim_number",
  "request_code",
  "verify_code",
  "register",
  "confirm_connected",
  "snapshot_after",
  "compare",
];

/** What engine_context answers when the move stands at `step`. */
export async function contextAt(step: string, state = "pending"): Promise<Record<string, unknown>> {
  const at = order.indexOf(step);
  return {
    request: {
      id: requestId,
      provider_id: where.providerId,
      phone_number: "+12025550123",
      phone_country: "US",
      route: "R2",
      source_business_id: "7001",
      source_waba_id: "7101",
      source_phone_number_id: "7201",
      destination_waba_id: "7102",
      destination_phone_number_id: "7203",
      route_answers: {},
    },
    steps: order.map((name, index) => ({
      step: name,
      state: index < at ? "done" : index === at ? state : "pending",
      attempts: 0,
      result:
        name === "claim_number" ? { before: { status: "PENDING", verification: "NOT_VERIFIED" } } : null,
    })),
    source: { proved: true, others: false },
    received_here: false,
    exchanged: { sent: false, received: false },
    snapshots: [],
    templates: [],
    connection: { id: where.connectionId, app_id: "7302" },
    token: { purpose: where.purpose, ...(await encryptToken("EAAexample0001", where, tokenKeys)) },
  };
}

export type GraphAnswer = (method: string, path: string, body: string) => Response | Promise<Response>;

/** `database`: what a call of PostgREST gets, by path; `graph`: Meta's answers. Log lines are kept. */
export function createEngineStub(
  database: Record<string, RestAnswer | ((call: RestCall) => RestAnswer)>,
  graph: GraphAnswer,
) {
  const lines: string[] = [];
  const rest = createRestStub((call) => {
    const answer = database[call.path.replace("/rpc/", "")];
    return typeof answer === "function"
      ? answer(call)
      : (answer ?? { status: 404, body: { message: call.path } });
  });
  const sent: { method: string; path: string; body: string }[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { host, pathname } = new URL(request.url);
    if (host !== "graph.example") return rest.fetch(request);
    const call = { method: request.method, path: pathname.replace("/v25.0", ""), body: await request.text() };
    sent.push(call);
    return graph(call.method, call.path, call.body);
  };
  const deps = {
    supabase: stubRuntime,
    graph: { url: "http://graph.example", version: "v25.0", tokenKeys },
    log: createLogger("test", (line) => lines.push(line)),
    fetch,
  };
  const calls = (name: string) => rest.calls.filter(({ path }) => path === `/rpc/${name}`);
  return { deps, rest, sent, lines, calls };
}

export const intentAnswer = {
  intent: "i1",
  fence: 7,
  kind: "call",
  authorisation: { method: "SMS", language: "en_US" },
  left: 4,
};

export function post(body: unknown, headers: Record<string, string> = {}): Request {
  return new Request("http://functions.example/x", {
    method: "POST",
    headers: { authorization: "Bearer a.b.c", "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}
