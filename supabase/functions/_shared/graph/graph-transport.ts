/** Makes one HTTP exchange with Meta: the token only in its header, a deadline, a size limit, no redirects. */
import { GraphFailure } from "#domain/graph/graph-failure.ts";
import type * as z from "zod/mini";
import { locale, userAgent } from "./graph-version.ts";
import { lostAnswer, type RawAnswer, readAnswer, tooLong } from "./graph-answer.ts";
import { redactText } from "./redact.ts";
import type { Closure, UsageGate } from "./usage-gate.ts";

export type GraphAccess = {
  fetch: (request: Request) => Promise<Response>;
  /** Without the version and without a trailing slash. */
  url: string;
  version: string;
  /** null: a call without a token. */
  token: string | null;
  /** Proves, together with the token, that the app itself is calling. */
  appSecret?: string;
  /** For one call. */
  deadlineSeconds: number;
  gate: UsageGate;
  /** The member of `register`'s answer, and its value as text, that means "the PIN was not reset". */
  pinKept?: { member: string; value: string };
  /** The app that the token belongs to, if known. */
  appId?: string;
  /** Notifies the other workers of what Meta has blocked. */
  pause?: (closure: Closure) => Promise<void>;
  /** Milliseconds since 1970. */
  now: () => number;
};

export type GraphCall<T> = {
  method: "GET" | "POST";
  /** Without version, e.g. `/1065/register`. */
  path: string;
  /** The account whose limit the call counts against, if known. */
  account?: string;
  parameters: Record<string, unknown>;
  schema: z.ZodMiniType<T>;
  /** Values of this call that must never be stored. */
  secrets?: readonly string[];
};

/** The longest page requested, a hundred templates with their texts, stays below it. */
const maxBytes = 5 * 1024 * 1024;

/** Throws GraphFailure and nothing else. */
export async function callGraph<T>(access: GraphAccess, call: GraphCall<T>): Promise<T> {
  const counted = [access.appId, call.account].filter((id) => id !== undefined);
  const closed = access.gate.closedFor(counted);
  if (closed > 0) {
    const details = {
      kind: "limited",
      status: 0,
      retryAfterSeconds: closed,
      payload: { reason: "not called" },
    } as const;
    throw new GraphFailure("Graph limited", details);
  }
  // Not AbortSignal.timeout: nothing would keep a reference to it, and once collected it never fires.
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), access.deadlineSeconds * 1000);
  const secrets = secretsOf(access, call);
  try {
    const request = await buildRequest(access, call, deadline.signal);
    const answer = await exchange(access, request, deadline.signal, secrets);
    for (const closure of access.gate.learn(answer.headers, access.appId)) await access.pause?.(closure);
    return readAnswer(answer, call.schema, secrets);
  } finally {
    clearTimeout(timer);
  }
}

/** URL-encoded forms too: some runtimes put the URL into the message of a connection error. */
function secretsOf<T>({ token }: GraphAccess, { secrets = [] }: GraphCall<T>): string[] {
  const plain = token === null ? [...secrets] : [token, ...secrets];
  return [...new Set([...plain, ...plain.map((secret) => encodeURIComponent(secret))])];
}

async function buildRequest<T>(
  access: GraphAccess,
  call: GraphCall<T>,
  signal: AbortSignal,
): Promise<Request> {
  const url = new URL(`${access.url}/${access.version}${call.path}`);
  const parameters = { ...call.parameters, ...(await appProof(access)) };
  // Goes into the URL even for writes, whose body belongs to the operation.
  url.searchParams.set("locale", locale);
  const headers = new Headers({ accept: "application/json", "user-agent": userAgent });
  if (access.token !== null) headers.set("authorization", `Bearer ${access.token}`);
  if (call.method === "GET") {
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, String(value));
    return new Request(url, { headers, signal, redirect: "manual" });
  }
  headers.set("content-type", "application/json");
  return new Request(url, {
    method: "POST",
    headers,
    body: JSON.stringify(parameters),
    signal,
    redirect: "manual",
  });
}

/** HMAC-SHA256 over token and time with the app's secret, as Meta requires; valid for five minutes. */
async function appProof({ appSecret, token, now }: GraphAccess): Promise<Record<string, string>> {
  if (appSecret === undefined || token === null) return {};
  const time = String(Math.floor(now() / 1000));
  const text = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", text.encode(appSecret), algorithm, false, ["sign"]);
  const proof = new Uint8Array(await crypto.subtle.sign("HMAC", key, text.encode(`${token}|${time}`)));
  const hex = Array.from(proof, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { appsecret_proof: hex, appsecret_time: time };
}

/** The deadline covers the whole call, even if the injected fetch ignores the signal. */
async function exchange(
  access: GraphAccess,
  request: Request,
  signal: AbortSignal,
  secrets: readonly string[],
): Promise<RawAnswer> {
  try {
    signal.throwIfAborted();
    const expired = new Promise<never>((_, reject) => {
      onceAborted(signal, () => reject(new Error("deadline")));
    });
    return await Promise.race([receive(access, request, signal, secrets), expired]);
  } catch (error) {
    if (error instanceof GraphFailure) throw error;
    const words = error instanceof Error ? error.message : String(error);
    throw lostAnswer(signal.aborted ? "deadline" : redactText(words, secrets));
  }
}

/** At once where the signal has been given already: it is not given again. */
function onceAborted(signal: AbortSignal, run: () => void): void {
  if (signal.aborted) run();
  else signal.addEventListener("abort", run, { once: true });
}

async function receive(
  access: GraphAccess,
  request: Request,
  signal: AbortSignal,
  secrets: readonly string[],
): Promise<RawAnswer> {
  const response = await access.fetch(request);
  const decoder = new TextDecoder("utf-8");
  let text = "";
  let length = 0;
  const reader = response.body?.getReader();
  // Nobody needs what arrives after the deadline.
  onceAborted(signal, () => void reader?.cancel().catch(() => undefined));
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.byteLength;
    if (length > maxBytes) {
      await reader.cancel();
      throw tooLong(response, text, secrets);
    }
    text += decoder.decode(value, { stream: true });
  }
  return { status: response.status, headers: response.headers, text: text + decoder.decode() };
}
