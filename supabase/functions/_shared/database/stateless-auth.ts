/** One process of a function serves many people, so no client may keep a session. */

export const statelessAuth = { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false };
