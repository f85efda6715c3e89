/** Handles HTTP for every function: CORS, methods, body limits, JSON answers, and one shape of error. */
import type * as z from "zod/mini";
import type { Logger } from "./log.ts";
import { Refusal } from "#domain/commands/refusal.ts";

// The caller authenticates with a bearer token and never with a cookie, so any origin may call.
const corsHeaders = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "authorization, apikey, content-type, x-client-info, x-portdesk-tick",
  "access-control-allow-methods": "GET, POST, OPTIONS",
  "access-control-expose-headers": "content-disposition, retry-after",
  "access-control-max-age": "86400",
};

/** The delay of an answer that refuses haste: repeated calls slow down only the caller. */
const hasteDelayMs = 1000;

export type Handler = (request: Request) => Promise<Response>;

/** Answers preflights and wrong methods, and turns whatever `handle` throws into the one error shape. */
export function serve(method: "GET" | "POST", log: Logger, handle: Handler): Handler {
  return async (request) => {
    if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: corsHeaders });
    if (request.method !== method) return refuse(new Refusal(405, "method_not_allowed"));
    try {
      return await handle(request);
    } catch (error) {
      if (error instanceof Refusal) {
        if (error.code === "too_fast") await new Promise((resolve) => setTimeout(resolve, hasteDelayMs));
        return refuse(error);
      }
      log.error("failed", { message: error instanceof Error ? error.message : String(error) });
      return refuse(new Refusal(500, "internal"));
    }
  };
}

/** Answers 200 with the declared output of the function. */
export function answer<Schema extends z.ZodMiniType>(
  _of: { answer: Schema },
  body: z.input<Schema>,
): Response {
  return json(body);
}

export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: headers("application/json; charset=utf-8") });
}

/** Headers of every answer: CORS, and no caching of personal data on the way. */
export function headers(contentType: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    ...corsHeaders,
    "content-type": contentType,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...more,
  };
}

function refuse(refusal: Refusal): Response {
  const { hint, fields } = refusal.details;
  const error = { code: refusal.code, ...(hint ? { hint } : {}), ...(fields ? { fields } : {}) };
  return json({ error }, refusal.status);
}

/** Returns the caller's Authorization header; throws 401 if it holds no user's token. */
export function authorizationOf(request: Request): string {
  const header = request.headers.get("authorization") ?? "";
  // Without a session supabase-js sends its key here, which is not a JWT.
  if (!/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/i.test(header)) throw new Refusal(401, "not_signed_in");
  return header;
}

/** Parses the body as JSON; refuses with too_large as soon as more than `limit` bytes arrive, or with bad_json. */
export async function readJson(request: Request, limit = 64 * 1024): Promise<unknown> {
  const bytes = await readBody(request, limit);
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return value;
  } catch {
    throw new Refusal(400, "bad_json");
  }
}

/** Returns the raw body and enforces the limit while reading, because a declared length may be false. */
export async function readBody(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw new Refusal(413, "too_large");
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.byteLength;
    if (length > limit) {
      await reader.cancel();
      throw new Refusal(413, "too_large");
    }
    chunks.push(value);
  }
  const body = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return body;
}
