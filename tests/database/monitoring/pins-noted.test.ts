/** Only the person who received a PIN may report what became of it, and only for the number's current PIN. */
import { expect, test } from "vitest";
import type { Input } from "../../fixtures/command-driver.ts";
import type { Actor } from "../../fixtures/two-tenants.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver } = await useDriver();

const note = (actor: Actor, request: string, pin: string, noted: boolean | null = true) =>
  driver.try(actor, "note_pin", { request, pin, noted });
const trackOf = async (request: string) => {
  const [row] = await database.sql<{ track: string }[]>`
    select tracks ->> 'security_pin' as track from public.migration_requests where id = ${request}`;
  return row?.track;
};

/** Registered with the manager's approval; the intent names its PIN. */
async function registered(): Promise<{ request: string; pin: string }> {
  const request = await driver.bringTo("cutover");
  for (const step of ["request_code", "verify_code"] as const) await driver.step(request, step);
  await driver.step(request, "register", "done", { records: { pinShown: true } });
  const [intent] = await database.sql<{ id: string }[]>`
    select id from private.intents where request_id = ${request} and step = 'register'`;
  return { request, pin: intent?.id ?? "" };
}

async function set(actor: Actor, request: string, end: Input): Promise<string> {
  const begun = await driver.tryCommand(actor, "begin_pin", request);
  const { attempt } = (begun as { done: { attempt: string } }).done;
  await driver.do("service", "engine_end_pin", { attempt, ...end });
  return attempt;
}

test("the answer of the registration records only that the number has a PIN", async () => {
  const { request } = await registered();
  const [step] = await database.sql`
    select pin_set_at is not null as set, pin_shown_at as noted, private.is_pin_known(request_id) as known
    from public.cutover_steps where request_id = ${request} and step = 'register'`;
  expect(step).toEqual({ set: true, noted: null, known: false });
  expect(await trackOf(request)).toBe("working");
});

test("strangers, the other side, colleagues and the client learn nothing about the manager's PIN", async () => {
  const { request, pin } = await registered();
  const answers: Record<string, string> = {};
  for (const actor of ["foreignAdmin", "siblingClient", "analyst", "admin", "client"] as const) {
    const answer = await note(actor, request, pin);
    answers[actor] = "refused" in answer ? answer.refused : "done";
  }
  expect(answers).toEqual({
    foreignAdmin: "404 request_not_found",
    siblingClient: "404 request_not_found",
    analyst: "403 not_permitted",
    admin: "404 pin_not_found",
    client: "404 pin_not_found",
  });
  const other = await registered();
  expect(await note("manager", request, other.pin)).toMatchObject({ refused: "404 pin_not_found" });
  expect(await note("manager", request, pin, null)).toMatchObject({ refused: "400 invalid_input" });
  expect(await note("manager", request, pin)).toHaveProperty("done");
});

test("a repeated report counts once, and the later one holds", async () => {
  const { request, pin } = await registered();
  const known = async () => {
    const [row] = await database.sql<{ known: boolean }[]>`select private.is_pin_known(${request}) as known`;
    return row?.known;
  };
  await note("manager", request, pin, false);
  expect([await known(), await trackOf(request)]).toEqual([false, "exception"]);
  await note("manager", request, pin);
  await note("manager", request, pin);
  // Meta has not been read since the registration.
  expect([await known(), await trackOf(request)]).toEqual([true, "working"]);
});

test("a refused PIN is nobody's, and a PIN that was set hides that of the move", async () => {
  const { request, pin } = await registered();
  await driver.step(request, "confirm_connected");
  const refused = await set("client", request, { outcome: "refused", enabled: null });
  expect(await note("client", request, refused)).toMatchObject({ refused: "409 pin_replaced" });
  expect(await note("manager", request, pin)).toHaveProperty("done");
  const mine = await set("client", request, { outcome: "set", enabled: true });
  expect(await note("manager", request, pin)).toMatchObject({ refused: "409 pin_replaced" });
  expect(await trackOf(request)).toBe("working");
  await note("client", request, mine);
  expect(await trackOf(request)).toBe("done");
});

test("a person's decision that a track does not apply outlasts every PIN", async () => {
  const { request, pin } = await registered();
  await driver.step(request, "confirm_connected");
  await driver.command("manager", "set_track", request, { track: "security_pin", state: "not_applicable" });
  await note("manager", request, pin, false);
  await set("manager", request, { outcome: "set", enabled: true });
  expect(await trackOf(request)).toBe("not_applicable");
});
