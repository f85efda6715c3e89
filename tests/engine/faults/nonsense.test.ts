/** A Graph server answers nonsense at each step in turn: nothing advances, and staff see why. */
import { expect, it } from "vitest";
import type { EngineStep } from "#domain/cutover/step-catalogue.ts";
import { fillers } from "../../fixtures/redaction-probes.ts";
import type { Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves, stateOf, until } from "../../fixtures/move/move-suite.ts";
import { newToken } from "../../fixtures/move/move-fixture.ts";

const { moveIn, database } = prepareMoves();

const trace = { "x-fb-trace-id": "AbCtrace" };
const text = (body: string, status = 200) => new Response(body, { status, headers: trace });
const json = (body: unknown) => Response.json(body, { headers: trace });

function tenMegabytes(filler: string): Response {
  const piece = new TextEncoder().encode(filler.repeat(1_000_000 / filler.length));
  let pieces = 0;
  const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    pieces += 1;
    if (pieces > 10) controller.close();
    else controller.enqueue(piece);
  };
  return new Response(new ReadableStream({ pull }), { headers: trace });
}

/** NUL and two lone surrogates: the database accepts none of them. */
const refused = "a\u0000b \uD83D \uDE00";
const longest = `${"x".repeat(4095)}\u{1F600}`;

const answers: Record<string, () => Response> = {
  "a page of HTML": () => text(`<!DOCTYPE html><h1>Welcome ${newToken}</h1>`),
  "a page of HTML with 502": () => text("<h1>Bad gateway</h1>", 502),
  "an empty body": () => text(""),
  "an empty object": () => json({}),
  "a list instead of an object": () => json([{ success: true }]),
  "truncated JSON": () => text('{"success": tr'),
  null: () => json(null),
  "every field of a wrong type": () =>
    json({ success: "true", id: 7203, data: "none", status: ["CONNECTED"] }),
  "an error without a number": () => json({ error: "no" }),
  "an error with 200": () =>
    json({ success: true, error: { code: 1, message: `Of ${newToken}`, fbtrace_id: "AbCtrace" } }),
  "the answer to another call": () => json({ status: "CONNECTED", data: "none" }),
  "a page of HTML with NUL": () => text(`<h1>${refused}</h1>`),
  "a page of HTML with an emoji where it is truncated": () => text(longest),
  "an error with NUL": () =>
    json({ error: { code: 1, message: refused, error_user_msg: refused, fbtrace_id: "AbCtrace" } }),
  "an error with an emoji where it is truncated": () =>
    json({ error: { code: 1, message: longest, error_data: { details: longest }, fbtrace_id: "AbCtrace" } }),
  "an object with NUL in names and values": () => json({ [refused]: refused, data: [{ name: refused }] }),
  ...Object.fromEntries(
    fillers.map((filler) => [`ten megabytes of ${JSON.stringify(filler)}`, () => tenMegabytes(filler)]),
  ),
  "a redirect": () =>
    new Response(null, { status: 302, headers: { ...trace, location: "https://example.com/" } }),
};

/** For each step that calls Meta, the route on which its answer is spoilt; a step missing here does not compile. */
const routeOf: Record<Exclude<EngineStep, "exchange_messages">, "R0" | "R1" | "R2"> = {
  snapshot_before: "R2",
  subscribe_app: "R2",
  copy_templates: "R2",
  claim_number: "R2",
  request_code: "R2",
  verify_code: "R2",
  register: "R2",
  confirm_connected: "R2",
  snapshot_after: "R2",
  compare: "R2",
  embedded_signup: "R1",
  create_templates: "R0",
  register_shared: "R0",
  confirm_removed: "R0",
};

async function keptReplies(move: Move): Promise<{ payload: unknown; fbtrace_id: string | null }[]> {
  return database().sql`
    select p.payload, p.fbtrace_id from public.exception_payloads p
    join public.request_exceptions x on x.id = p.exception_id
    where x.request_id = ${move.request} and x.resolved_at is null`;
}

it.each(
  Object.keys(answers).flatMap((name) => [
    { name, route: "R2" as const },
    { name, route: "R1" as const },
    { name, route: "R0" as const },
  ]),
)("$name advances no step of route $route", async ({ name, route }) => {
  const fixture: { trap: string | null; spoilt: number } = { trap: null, spoilt: 0 };
  const move: Move = await moveIn(undefined, {
    route,
    // The window's proofs carry a time, which Meta checks.
    isTimeShared: route !== "R2",
    timing: { retry: 60 },
    fetch: async (request) => {
      if (fixture.trap === null || (await move.current())?.step !== fixture.trap)
        return move.simulator.fetch(request);
      fixture.spoilt += 1;
      return answers[name]?.() ?? Response.error();
    },
  });
  for (const [trap, where] of Object.entries(routeOf)) {
    if (where !== route) continue;
    Object.assign(fixture, { trap, spoilt: 0 });
    for (let turn = 0; turn < 12 && fixture.spoilt === 0; turn += 1) {
      await move.passTime(2000);
      await move.advance();
    }
    expect(fixture.spoilt).toBeGreaterThan(0);
    expect((await move.current())?.step).toBe(trap);
    expect(["pending", "unknown"]).toContain((await move.current())?.state);
    expect(await move.exceptions()).not.toEqual([]);
    expect(await move.isDue()).toBe(false);
    const kept = await keptReplies(move);
    expect(kept.map(({ fbtrace_id: id }) => id)).toContain("AbCtrace");
    expect(JSON.stringify(kept)).not.toContain(newToken);
    fixture.trap = null;
  }
  await move.passTime(2000);
  for (let turn = 0; turn < 12; turn += 1) {
    await move.advance();
    await move.passTime(2000);
  }
  expect((await move.row()).status).toBe("monitoring");
  const registered = move.effects("register").filter((effect) => effect.includes(" registered "));
  // A silent registration with a spoilt reply is repeated: it moves nothing.
  expect(registered).toHaveLength(route === "R0" ? registered.length || 1 : 1);
});

it("an unknown status registers and connects nothing", async () => {
  const move = await moveIn(undefined, { timing: { retry: 60, poll: 30 } });
  await until(move, "register");
  const { simulation } = move.simulator;
  const spoil = () =>
    simulation.addFault({
      operation: "get_number",
      times: 0,
      action: { kind: "unknown_enum", field: "status" },
    });
  simulation.addFault({ operation: "register", action: { kind: "lost_before" } });
  spoil();
  for (let reading = 0; reading < 3; reading += 1) {
    await move.passTime(100);
    await move.advance();
    expect(await stateOf(move)).toBe("register unknown");
    expect(await move.exceptions()).not.toEqual([]);
  }
  simulation.clearFaults();
  for (await move.passTime(2000); (await move.current())?.step === "register"; await move.passTime(2000))
    await move.advance();
  spoil();
  for (let reading = 0; reading < 12; reading += 1) {
    await move.passTime(2000);
    await move.work();
    expect(await stateOf(move)).toBe("confirm_connected pending");
  }
  expect(await move.exceptions()).toEqual(["NOT_REGISTERED_AFTER_MOVE"]);
  simulation.clearFaults();
  await move.passTime(2000);
  await move.drive();
  expect((await move.row()).status).toBe("monitoring");
  expect(move.effects("register").filter((effect) => effect.includes("registered as"))).toHaveLength(1);
});

it.each(["R1", "R2"] as const)(
  "names that the database refuses do not stop a move on route %s",
  async (route) => {
    const spoil = (seed: Parameters<NonNullable<Parameters<typeof moveIn>[0]>>[0]) => {
      for (const waba of seed.wabas) waba.name = refused;
      for (const number of seed.numbers) number.verified_name = refused;
      for (const template of seed.templates) template.name = `${refused} ${template.name}`;
    };
    const move = await moveIn(spoil, { route, isTimeShared: route === "R1" });
    await move.drive();
    expect((await move.row()).status).toBe("monitoring");
    expect(await move.exceptions()).toEqual([]);
    const kept = await database().sql<{ name: string; outcome: string }[]>`
    select name, outcome from public.templates where request_id = ${move.request}`;
    expect(kept.length).toBeGreaterThan(0);
    for (const { name } of kept) expect(name).toContain("a\uFFFDb");
  },
);
