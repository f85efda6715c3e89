/** Works off what is due by itself; called every few seconds by the local ticker or by cron. */
import { createEngineWorld, type EngineWorldDeps } from "../_shared/engine/engine-world.ts";
import { type Handler, json, serve } from "../_shared/http.ts";
import { Refusal } from "../_shared/refusal.ts";
import { doChores } from "./chore.ts";
import { choresOf } from "./chores.ts";

export type TickDeps = EngineWorldDeps & {
  secret: string;
  /** How long one call may work. */
  milliseconds?: number;
};

/** POST with x-portdesk-tick → 200 {"worked": how much was done}; 403 not_permitted without the secret. */
export function createTickHandler({ secret, milliseconds = 8000, ...deps }: TickDeps): Handler {
  const chores = choresOf(createEngineWorld(deps), Date.now, deps.log);
  return serve("POST", deps.log, async (request) => {
    if (!(await isSame(request.headers.get("x-portdesk-tick") ?? "", secret)))
      throw new Refusal(403, "not_permitted");
    const worked = await doChores(chores, milliseconds, Date.now, deps.log);
    if (worked > 0) deps.log.info("ticked", { worked });
    return json({ worked });
  });
}

/** Takes as long for any guess: digests are compared, not the texts. */
async function isSame(given: string, expected: string): Promise<boolean> {
  const [a = new Uint8Array(), b = new Uint8Array()] = await Promise.all(
    [given, expected].map(async (text) => {
      return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
    }),
  );
  return a.reduce((difference, byte, index) => difference | (byte ^ (b[index] ?? 0)), 0) === 0;
}
