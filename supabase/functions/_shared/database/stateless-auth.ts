/** A function serves many people from one process, so no client may remember anybody's session. */

export const statelessAuth = { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false };
