/** The matrix over the Edge Functions: each attacker tries every command on all places, whether it fits or not. */
import path from "node:path";
import { type Attacker, isLockedOut, type Place, places, rolesOn, type Fixture } from "./attackers.ts";
import { edgeCommands, edgeFunctionNames, type Expectation, functionsFolder } from "./edge-expectations.ts";
import type { Order } from "./edge-commands.ts";
import { holds } from "./function-cells.ts";
import { type Answer, type HttpCell, property } from "./http-cells.ts";
import type { Sender } from "./rest-cells.ts";

export function edgeCells({ attacker, headers }: Sender, fixture: Fixture): HttpCell[] {
  return Object.entries(edgeCommands).flatMap(([name, expectation]) =>
    places.map((place) => {
      const order = orderOn(fixture, place);
      const [edgeFunction = ""] = name.split(" ");
      return {
        name: `${attacker.name} asks function ${name} on ${place}`,
        path: `/functions/v1/${edgeFunction}${expectation.query?.(order) ?? ""}`,
        method: expectation.method,
        headers,
        ...(expectation.body ? { body: expectation.body(order) } : {}),
        read: (answer: Answer) => asText(answer, expectation),
        want: wanted(attacker, expectation, place),
      };
    }),
  );
}

/** A version that never existed: an accepted attacker is told so, and the request stays unchanged for the next. */
function orderOn({ tenants, requests, invitations }: Fixture, place: Place): Order {
  return { place, ...tenants[place], invitation: invitations[place], request: requests[place], version: 0 };
}

const notUnderstood = ["bad_json", "invalid_input", "unknown_command"];

function asText({ status, body }: Answer, expectation: Expectation): string {
  const code = String(property(property(body, "error"), "code"));
  if (notUnderstood.includes(code)) return code;
  if ("everybody" in expectation || status === 401 || status === 403 || status >= 500) {
    return status === 502 || status === 503 ? "accepted" : String(status);
  }
  const missing =
    "missing" in expectation ? [expectation.missing] : ["request_not_found", "provider_not_found"];
  return missing.includes(code) ? "404" : "accepted";
}

/** 401 without a person's token, 404 to strangers, 403 without the permission; anything beyond that is `accepted`. */
function wanted(attacker: Attacker, expectation: Expectation, place: Place): string[] {
  if ("everybody" in expectation) return [expectation.everybody];
  if (attacker.standsFor.includes("visitor") || attacker.standsFor.includes("service")) return ["401", "403"];
  const held = rolesOn(attacker, place);
  const isLocked = isLockedOut(attacker, place);
  if ("person" in expectation) {
    if (attacker.claims.sub === undefined) return ["401"];
    const isMember = isLocked || held.some((role) => role !== "client");
    return [isMember ? (expectation.member ?? expectation.person) : expectation.person];
  }
  const { ofProvider, secondFactor = false } = expectation;
  if (ofProvider && isLocked) return ["403"];
  const counted = held.filter((role) => ofProvider === undefined || role !== "client");
  if (counted.length === 0) return [ofProvider ?? "404"];
  const isProven = !secondFactor || attacker.claims.aal === "aal2";
  return [isProven && holds(counted, expectation) ? "accepted" : "403"];
}

type EdgeFunction = { fetch(request: Request): Promise<Response> };

function isEdgeFunction(value: unknown): value is EdgeFunction {
  return typeof value === "object" && value !== null && "fetch" in value && typeof value.fetch === "function";
}

/** The real functions behind one handler that knows them by name; they read the environment when loaded. */
export async function loadEdgeFunctions(): Promise<(request: Request) => Promise<Response>> {
  const loaded = new Map<string, EdgeFunction>();
  // They keep the logger that they find when loaded, and would write hundreds of lines.
  const { log } = console;
  console.log = () => undefined;
  try {
    for (const name of edgeFunctionNames()) {
      const module: { default?: unknown } = await import(path.join(functionsFolder, name, "index.ts"));
      if (!isEdgeFunction(module.default)) throw new Error(`${name} has no default export with fetch`);
      loaded.set(name, module.default);
    }
  } finally {
    console.log = log;
  }
  return async (request) => {
    const found = loaded.get(new URL(request.url).pathname.split("/")[1] ?? "");
    return found ? found.fetch(request) : new Response(null, { status: 404 });
  };
}
