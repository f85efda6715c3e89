// Serves the control namespace `/_sim`, a loopback tool for tests, the local stack and curious people. Posts must be
// JSON, so that no foreign page can send them.
import { type Context, Hono } from "hono";
import * as z from "zod";
import { faultInputSchema } from "./faults.ts";
import { SeedError } from "./seed.ts";
import type { Simulation } from "./simulation.ts";
import { sendWebhooks, webhookRequest } from "./webhooks.ts";

const seedRequest = z.strictObject({
  mode: z.enum(["merge", "replace"]).default("merge"),
  seed: z.unknown(),
});
const clockRequest = z.strictObject({ advanceMs: z.int().nonnegative() });

async function json(context: Context): Promise<unknown> {
  const text = await context.req.text();
  return text === "" ? {} : JSON.parse(text);
}

/** Reads a path parameter as an E.164 number; the URL may omit the plus. */
function e164(context: Context): string {
  return `+${(context.req.param("e164") ?? "").replace(/\D/g, "")}`;
}

function clockTime(ms: number) {
  return { now: new Date(ms).toISOString() };
}

export function createControl(simulation: Simulation): Hono {
  const app = new Hono().basePath("/_sim");

  app.use("*", async (context, next) => {
    const plain = context.req.method === "GET" || context.req.method === "DELETE";
    const typed = context.req.header("content-type")?.startsWith("application/json") === true;
    if (!plain && !typed) return context.json({ error: "content-type must be application/json" }, 415);
    return next();
  });
  app.onError((error, context) => {
    const foreseen =
      error instanceof z.ZodError || error instanceof SeedError || error instanceof SyntaxError;
    return context.json({ error: error.message }, foreseen ? 400 : 500);
  });
  app.notFound((context) => context.json({ error: "no such control" }, 404));

  app.post("/reset", (context) => {
    simulation.reset();
    return context.json({ ok: true });
  });
  app.post("/seed", async (context) => {
    const { mode, seed } = seedRequest.parse(await json(context));
    simulation.seed(seed, mode);
    return context.json({ ok: true });
  });
  app.get("/state", (context) => context.json(simulation.state));
  app.get("/journal", (context) => {
    const { number, operation, method } = context.req.query();
    const asked = number === undefined ? undefined : `+${number.replace(/\D/g, "")}`;
    return context.json({ entries: simulation.journal.list({ number: asked, operation, method }) });
  });
  app.get("/clock", (context) => context.json(clockTime(simulation.now())));
  app.post("/clock", async (context) => {
    const { advanceMs } = clockRequest.parse(await json(context));
    return context.json(clockTime(simulation.advance(advanceMs)));
  });
  app.get("/faults", (context) => context.json({ faults: simulation.state.faults }));
  app.post("/faults", async (context) =>
    context.json(simulation.addFault(faultInputSchema.parse(await json(context))), 201),
  );
  app.delete("/faults/:id?", (context) => {
    simulation.clearFaults(context.req.param("id"));
    return context.json({ ok: true });
  });
  app.get("/phones", (context) => context.json({ phones: simulation.state.inboxes }));
  app.get("/phones/:e164", (context) => {
    const number = e164(context);
    return context.json({ e164: number, messages: simulation.state.inboxes[number] ?? [] });
  });
  app.post("/webhooks", async (context) => {
    const deliveries = await sendWebhooks(simulation, webhookRequest.parse(await json(context)));
    return context.json({ deliveries });
  });
  app.post("/numbers/:e164", async (context) => {
    const number = simulation.changeNumber(e164(context), await json(context));
    return number ? context.json(number) : context.json({ error: "no such number" }, 404);
  });
  return app;
}
