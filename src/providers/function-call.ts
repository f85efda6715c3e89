/** Calls an Edge Function with the signed-in person's token. */
import { CommandError, commandErrorOf } from "./command-error.ts";
import { apiKey, functionsUrl, supabase } from "./supabase-client.ts";

async function send(name: string, init: RequestInit): Promise<Response> {
  // Known beforehand, nothing was sent; of an answer that does not come, nobody knows.
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

/** POSTs JSON; throws CommandError for every refusal. */
export async function postToFunction(name: string, body: unknown): Promise<Response> {
  return send(name, { method: "POST", body: JSON.stringify(body) });
}

/** What a function streams, e.g. a file; throws CommandError for every refusal. */
export async function getResponse(name: string, query: Record<string, string>): Promise<Response> {
  return send(`${name}?${new URLSearchParams(query).toString()}`, { method: "GET" });
}

export async function getFromFunction(name: string, query: Record<string, string>): Promise<unknown> {
  const response = await getResponse(name, query);
  const body: unknown = await response.json();
  return body;
}
