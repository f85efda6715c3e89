/** Which side an open check waits on: nobody is waited on who could do nothing about it. */
import { expect, test } from "vitest";
import { checkCatalogue } from "#domain/checks/check-catalogue.ts";
import type { Input } from "../../fixtures/command-driver.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver } = await useDriver();

async function waitingOn(request: string): Promise<string> {
  const [row] = await database.sql<{ turn: string }[]>`
    select concat_ws(' ', waiting_on, next_action, next_action_subject) as turn
    from public.migration_requests where id = ${request}`;
  return row?.turn ?? "";
}

async function accepted(application: Input = {}): Promise<string> {
  const request = await driver.draft(application);
  await driver.command("client", "submit_request", request);
  await driver.command("manager", "accept_request", request);
  return request;
}

async function routed(): Promise<string> {
  const request = await accepted();
  const { connection } = driver.tenants.own;
  const route = { route: "R2", connection, destination_waba_id: "9100" };
  await driver.command("manager", "choose_route", request, route);
  return request;
}

/** A reading in which Meta answers everything but these, each with a reason. */
async function readBut(request: string, unread: Record<string, string>): Promise<void> {
  const checks = Object.entries(checkCatalogue)
    .filter(([, { source }]) => source === "api")
    .map(([code]) => {
      const why = unread[code];
      const found = { code, field: "f", value: why ? null : "v" };
      return why
        ? { ...found, status: "pending", cause: `could_not_be_read:${why}` }
        : { ...found, status: "passed" };
    });
  await driver.do("service", "engine_record_checks", { request, checks, snapshots: [] });
}

test("with complete facts the route is ours to choose; first comes what the application lacks", async () => {
  expect(await waitingOn(await accepted())).toBe("us choose_route");
  expect(await waitingOn(await accepted({ platformAccount: null }))).toBe(
    "client pass_check PLATFORM_ACCOUNT",
  );
  expect(await waitingOn(await accepted({ sourceWabaId: null }))).toBe("old_provider pass_check WABA_DATA");
});

test("an open question to the client is not hidden by checks that nobody can read yet", async () => {
  const request = await accepted();
  await driver.command("manager", "ask_client", request, { body: "?" });
  expect(await waitingOn(request)).toBe("client answer_question");
});

test("what was never read is ours to read", async () => {
  expect(await waitingOn(await routed())).toBe("us pass_check BUSINESS_VERIFIED");
});

test.each([
  ["TOKEN_INVALID", "us"],
  ["UNCLASSIFIED", "us"],
  ["unknown_value", "us"],
  ["RATE_LIMIT", "meta"],
  ["META_INCIDENT", "meta"],
  ["lost", "meta"],
  ["nonsense", "meta"],
  ["PERMISSION_MISSING", "client"],
  ["missing", "client"],
])("two-step verification that could not be read because of %s waits on %s", async (why, turn) => {
  const request = await routed();
  await readBut(request, { TWO_STEP_OFF: why });
  expect(await waitingOn(request)).toBe(`${turn} pass_check TWO_STEP_OFF`);
});

test("outdated evidence is ours to read again, and a failed check is its owner's", async () => {
  const request = await routed();
  await readBut(request, {});
  await database.sql`update public.checks set status = 'stale' where request_id = ${request} and code = 'TWO_STEP_OFF'`;
  await database.sql`select private.settle_request(${request})`;
  expect(await waitingOn(request)).toBe("us pass_check TWO_STEP_OFF");
  await driver.readChecks(request, ["TWO_STEP_OFF"]);
  expect(await waitingOn(request)).toBe("client pass_check TWO_STEP_OFF");
});

test("a hard check that fails after the date was agreed changes which side is waited on, until it passes again", async () => {
  const request = await driver.bringTo("scheduled");
  expect(await waitingOn(request)).toBe("us start_cutover");
  await driver.readChecks(request, ["TWO_STEP_OFF"]);
  expect(await waitingOn(request)).toBe("client pass_check TWO_STEP_OFF");
  await readBut(request, { TWO_STEP_OFF: "lost" });
  expect(await waitingOn(request)).toBe("us start_cutover");
  await driver.readChecks(request);
  expect(await waitingOn(request)).toBe("us start_cutover");
});

test("the request waits on the client once only they can confirm their messages, with a clock and reminders", async () => {
  const request = await driver.bringTo("monitoring");
  const set = (track: string, state: string) =>
    driver.command("manager", "set_track", request, { track, state });
  expect(await waitingOn(request)).toBe("us finish_tracks");
  await set("client_integration", "pending");
  expect(await waitingOn(request)).toBe("client confirm_integration");
  await set("billing", "working");
  expect(await waitingOn(request)).toBe("us finish_tracks");
  await set("billing", "not_applicable");
  expect(await waitingOn(request)).toBe("client confirm_integration");
  // If it does not work, we must look into it.
  await set("client_integration", "exception");
  expect(await waitingOn(request)).toBe("us finish_tracks");
  await set("client_integration", "working");

  const [clock] = await database.sql<{ code: string; days: number }[]>`
    select clock_code as code, round(extract(epoch from due_at - now()) / 86400)::int as days
    from public.migration_requests where id = ${request}`;
  expect(clock).toEqual({ code: "client_task", days: 7 });
  await database.sql`update public.migration_requests set clock_since = now() - interval '25 hours' where id = ${request}`;
  await database.sql`select public.engine_keep_clocks(100)`;
  const [mails] = await database.sql<{ due: { kind: string; request: string; moved: boolean }[] }[]>`
    select public.engine_due_client_mails() as due`;
  expect(mails?.due.filter((mail) => mail.request === request)).toMatchObject([
    { kind: "clock.reminder_1", moved: true },
  ]);
  await driver.command("client", "confirm_integration", request);
  expect(await waitingOn(request)).toBe("us finish_tracks");
});
