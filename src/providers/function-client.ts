/** Calls an Edge Function with the signed-in person's token. */
import type { AnswerOf, EdgeFunction, RequestOf } from "#domain/functions/edge-function.ts";
import type * as z from "zod/mini";
import { CommandError, commandErrorOf } from "./command-error.ts";
import { apiKey, functionsUrl, supabase } from "./supabase-client.ts";

type Asked = { name: string; request: z.ZodMiniType };

async function send(name: string, init: RequestInit): Promise<Response> {
  // Known beforehand, nothing was sent; if an answer fails to arrive, the outcome is unknown.
  if (!navigator.onLine) throw new CommandError("offline");
  const { data } = await supabase.auth.getSession();
  const headers: Record<string, string> = { apikey: apiKey, "content-type": "application/json" };
  if (data.session) headers.authorization = `Bearer ${data.session.access_token}`;
  const response = await fetch(`${functionsUrl}/${name}`, { ...init, headers }).catch(() => {
    throw new CommandError("no_answer");
  });
  if (response.ok) return response;
  const body: unknown = await response.json().catch(() => undefined);
  if (response.status === 401) throw new CommandError("not_signed_in");
  throw commandErrorOf(body);
}

/** Calls a function by name with an unchecked body; throws CommandError for every refusal. */
export async function postByName(name: string, body: unknown): Promise<Response> {
  return send(name, { method: "POST", body: JSON.stringify(body) });
}

/** The raw answer of a POST, e.g. a file; throws CommandError for every refusal. */
export async function postToFunction<Of extends Asked>({ name }: Of, body: RequestOf<Of>): Promise<Response> {
  return postByName(name, body);
}

/** The raw answer of a GET; throws CommandError for every refusal. */
export async function getFromFunction<Of extends Asked>(
  { name }: Of,
  query: RequestOf<Of> & Record<string, string>,
): Promise<Response> {
  return send(`${name}?${new URLSearchParams(query).toString()}`, { method: "GET" });
}

/** Throws CommandError for every refusal. */
export async function callFunction<Of extends EdgeFunction>(
  to: Of,
  body: RequestOf<Of>,
): Promise<AnswerOf<Of>> {
  const response = await postToFunction(to, body);
  return readAnswer(to, response);
}

export async function readAnswer<Of extends EdgeFunction>(
  { answer }: Of,
  response: Response,
): Promise<AnswerOf<Of>> {
  const body: unknown = await response.json();
  return answer.parse(body) as AnswerOf<Of>;
}
