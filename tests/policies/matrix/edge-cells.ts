/** The matrix over the Edge Functions: each of them × each attacker, on places where it belongs and where it does not. */
import { readdirSync } from "node:fs";
import path from "node:path";
import type { Permission } from "#domain/access/permissions.ts";
import { permits } from "#domain/access/permissions.ts";
import { type Place, places, rolesOn, type World } from "./attackers.ts";
import { type Answer, type HttpCell, property } from "./http-cells.ts";
import { hostilePlace, type Sender } from "./rest-cells.ts";

const folder = path.join(import.meta.dirname, "../../../supabase/functions");

/** Every folder that the platform would serve. */
export function edgeFunctionNames(): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("_"))
    .map((entry) => entry.name)
    .toSorted();
}

type Order = { request: string; version: number; provider: string; connection: string };
type Expectation = {
  method: "GET" | "POST";
  query?: (order: Order) => string;
  body?: (order: Order) => unknown;
} /** `ofProvider`: it is about the provider, so that clients are strangers to it, who get that answer. */ & (
  | { permission: Permission; ofProvider?: "403" | "404" }
  /** Judged by something else than who asks: the same answer for everybody. */
  | { everybody: "200" | "401" | "403" }
);

const target = ({ request, version }: Order) => ({ request, version });

/** What each function needs, written down by hand; one that is missing here is a wrong cell. */
export const edgeFunctions: Record<string, Expectation> = {
  checks: { method: "POST", body: target, permission: "check.run" },
  commands: {
    method: "POST",
    body: (order) => ({ command: "hold_request", input: { ...target(order), reason: "wait" } }),
    permission: "request.hold",
  },
  connections: {
    method: "POST",
    body: ({ provider, connection }) => ({ act: "test", provider, connection }),
    permission: "connection.manage",
    ofProvider: "404",
  },
  cutover: {
    method: "POST",
    body: (order) => ({ ...target(order), act: "request_code", method: "SMS", language: "en_US" }),
    permission: "code.request",
  },
  "export-requests": {
    method: "POST",
    body: ({ provider }) => ({ providerId: provider, mode: "machine", filter: {} }),
    permission: "report.export",
    ofProvider: "403",
  },
  "number-care": {
    method: "POST",
    body: (order) => ({ ...target(order), act: "set_pin" }),
    permission: "pin.set",
  },
  "provider-page": { method: "GET", query: () => "?slug=home", everybody: "200" },
  rehearsal: { method: "POST", body: target, permission: "cutover.rehearse" },
  "signup-window": { method: "POST", body: ({ request }) => ({ request }), permission: "request.read" },
  "template-backup": {
    method: "GET",
    query: ({ request }) => `?request=${request}`,
    permission: "request.read",
  },
  templates: { method: "POST", body: target, permission: "check.run" },
  tick: { method: "POST", body: () => ({}), everybody: "403" },
  webhooks: {
    method: "POST",
    body: () => ({ object: "whatsapp_business_account", entry: [] }),
    everybody: "401",
  },
};

export function edgeCells({ attacker, headers }: Sender, world: World): HttpCell[] {
  const tried = places.filter(
    (place) => place === hostilePlace(attacker) || rolesOn(attacker, place).length > 0,
  );
  return Object.entries(edgeFunctions).flatMap(([name, expectation]) =>
    tried.map((place) => {
      const { tenants, requests } = world;
      const { provider, connection } = tenants[place];
      const order = { request: requests[place], version: 1, provider, connection };
      return {
        name: `${attacker.name} asks function ${name} on ${place}`,
        path: `/functions/v1/${name}${expectation.query?.(order) ?? ""}`,
        method: expectation.method,
        headers,
        ...(expectation.body ? { body: expectation.body(order) } : {}),
        read: (answer: Answer) => inWords(answer, expectation),
        want: wanted(attacker, expectation, place),
      };
    }),
  );
}

function inWords({ status, body }: Answer, expectation: Expectation): string {
  const code = property(property(body, "error"), "code");
  if ("everybody" in expectation || status === 401 || status === 403 || status >= 500) {
    return status === 502 || status === 503 ? "heard" : String(status);
  }
  return code === "request_not_found" || code === "provider_not_found" ? "404" : "heard";
}

/** 401 without a person's token, 404 to strangers, 403 without the permission; what comes after that is `heard`. */
function wanted(attacker: Sender["attacker"], expectation: Expectation, place: Place): string[] {
  if ("everybody" in expectation) return [expectation.everybody];
  const { permission, ofProvider } = expectation;
  if (attacker.standsFor.includes("visitor") || attacker.standsFor.includes("service")) return ["401", "403"];
  const held = rolesOn(attacker, place).filter((role) => ofProvider === undefined || role !== "client");
  if (held.length === 0) return [ofProvider ?? "404"];
  return [permits(held, permission) ? "heard" : "403"];
}

type EdgeFunction = { fetch(request: Request): Promise<Response> };

function isEdgeFunction(value: unknown): value is EdgeFunction {
  return typeof value === "object" && value !== null && "fetch" in value && typeof value.fetch === "function";
}

/** The functions as they stand, behind one handler that knows them by name; they read the environment when loaded. */
export async function loadEdgeFunctions(): Promise<(request: Request) => Promise<Response>> {
  const loaded = new Map<string, EdgeFunction>();
  // They keep the log that they find when loaded, and would write hundreds of lines.
  const { log } = console;
  console.log = () => undefined;
  try {
    for (const name of edgeFunctionNames()) {
      const module: { default?: unknown } = await import(path.join(folder, name, "index.ts"));
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
