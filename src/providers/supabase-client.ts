/**
 * The one connection to Supabase in the browser: the project's URL and its publishable key. Made of supabase-js's own
 * parts for Auth and PostgREST, because the whole of it brings realtime and storage, which no page uses.
 */
import type { Database } from "../../supabase/database.types.ts";
import { AuthClient } from "@supabase/auth-js";
import { PostgrestClient } from "@supabase/postgrest-js";

const url: unknown = import.meta.env.VITE_SUPABASE_URL;
const publishableKey: unknown = import.meta.env.VITE_SUPABASE_PUBLISHABLE_KEY;
if (typeof url !== "string" || typeof publishableKey !== "string") {
  throw new Error("VITE_SUPABASE_URL and VITE_SUPABASE_PUBLISHABLE_KEY must be set, see .env.example.");
}

/** Tables and functions of the database. `Of`: its generated types; without them tables are named by plain strings. */
export type Tables<Of = unknown> = unknown extends Of
  ? Pick<PostgrestClient, "from" | "rpc">
  : Pick<PostgrestClient<Of>, "from" | "rpc">;

export const apiKey = publishableKey;

/** Addresses and the name of the stored session as supabase-js has them. */
const base = new URL(url.endsWith("/") ? url : `${url}/`);
const auth = new AuthClient({
  url: new URL("auth/v1", base).href,
  // auth-js puts the session's token in the place of this one, under this spelling.
  headers: { apikey: apiKey, Authorization: `Bearer ${apiKey}` },
  storageKey: `sb-${base.hostname.split(".")[0]}-auth-token`,
});

/** With the token of the session, or the publishable key where nobody is signed in. */
async function fetchAsReader(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const { data } = await auth.getSession();
  const headers = new Headers(init?.headers);
  headers.set("apikey", apiKey);
  headers.set("authorization", `Bearer ${data.session?.access_token ?? apiKey}`);
  return fetch(input, { ...init, headers });
}

const rest = new PostgrestClient<Database>(new URL("rest/v1", base).href, {
  schema: "public",
  fetch: fetchAsReader,
});

export const supabase = Object.assign(rest, { auth });

/** The base address of the Edge Functions. */
export const functionsUrl = `${url}/functions/v1`;
