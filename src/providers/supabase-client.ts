/** The one connection to Supabase in the browser: the project's URL and its publishable key. */
import type { Database } from "../../supabase/database.types.ts";
import { createClient } from "@supabase/supabase-js";

const url: unknown = import.meta.env.VITE_SUPABASE_URL;
const publishableKey: unknown = import.meta.env.VITE_SUPABASE_PUBLISHABLE_KEY;
if (typeof url !== "string" || typeof publishableKey !== "string") {
  throw new Error("VITE_SUPABASE_URL and VITE_SUPABASE_PUBLISHABLE_KEY must be set, see .env.example.");
}

export const supabase = createClient<Database>(url, publishableKey);

/** The base address of the Edge Functions. */
export const functionsUrl = `${url}/functions/v1`;
export const apiKey = publishableKey;
