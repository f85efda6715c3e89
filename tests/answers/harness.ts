/** The Edge Functions with a Meta of their own, and a database with prepared answers. */
import {
  createEngineServices,
  type EngineServices,
} from "../../supabase/functions/_shared/engine/engine-services.ts";
import type { MonitoringDeps } from "../../supabase/functions/monitoring/handler.ts";
import { contextAt, createEngineStub } from "../fixtures/engine/engine-stub.ts";
import { metaIds, moveSeed } from "../fixtures/move/move-fixture.ts";
import type { RestAnswer } from "../fixtures/rest-stub.ts";
import { metaFrom, metaOf, type MetaState } from "./meta.ts";
import { type Exchange, type Plan, recorded } from "./wire.ts";

/** The number of the stub's context, and its access token. */
export const e164 = "+12025550123";
export const movedPhone = "7203";
const token = "EAAexample0001";

/** Both sides of a number that has moved, as the stub's context names them. */
export const movedMeta: MetaState = metaOf(
  moveSeed(e164, (seed) => {
    seed.numbers.push({
      id: movedPhone,
      waba_id: metaIds.destination,
      e164,
      verified_name: "Example",
      is_official_business_account: true,
      is_pin_enabled: true,
      profile: { about: "Example shop", websites: ["https://shop.example/"] },
    });
    seed.templates.push({ id: "7511", waba_id: metaIds.destination, name: "hello", language: "en" });
    const app = { id: metaIds.newApp, name: "New app" };
    for (const waba of seed.wabas)
      if (waba.id === metaIds.destination) Object.assign(waba, { subscribed_apps: [{ app_id: app.id }] });
    for (const one of seed.tokens) if (one.appId === app.id) one.token = token;
  }),
  token,
).state();

export type Harness = {
  deps: MonitoringDeps;
  services: EngineServices;
  /** Parameters of the calls of one of the database's commands. */
  calls(command: string): unknown[];
  exchanges: Exchange[];
};

export type Database = Readonly<Record<string, RestAnswer>>;

/** The database's view of the request, with `more` replacing parts of it. */
export async function contextOf(more: Readonly<Record<string, unknown>> = {}): Promise<Database> {
  return { engine_context: { body: { ...(await contextAt("compare", "done")), ...more } } };
}

export function harnessOver(database: Database, plan: Plan): Harness {
  const meta = metaFrom(movedMeta);
  const exchanges: Exchange[] = [];
  const toMeta = recorded(meta.fetch, exchanges, plan);
  const stub = createEngineStub(database, () => Response.error());
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    return new URL(request.url).host === "graph.example" ? toMeta(request) : stub.deps.fetch(request);
  };
  const deps = { ...stub.deps, fetch };
  return {
    deps,
    services: createEngineServices(deps),
    calls: (command) => stub.calls(command).map(({ body }) => body),
    exchanges,
  };
}
