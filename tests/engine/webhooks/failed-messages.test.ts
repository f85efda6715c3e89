/** A message that Meta accepted and could not deliver: its reason is kept, and opens what the account needs. */
import { expect, it } from "vitest";
import type { Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves, until } from "../../fixtures/move/move-suite.ts";
import {
  body,
  digestOf,
  seconds,
  type WebhookEvent,
  webhookFixture,
} from "../../fixtures/webhooks/webhook-fixture.ts";
import { takeMonitoringCheck } from "../../fixtures/move/monitoring-checks.ts";

const { moveIn, moved, database } = prepareMoves();
const { send, receive, process, eventsOf } = webhookFixture(database);

async function destinationOf(move: Move): Promise<string> {
  const [row] = await database().sql<{ id: string }[]>`
    select destination_phone_number_id as id from public.migration_requests where id = ${move.request}`;
  return row?.id ?? "";
}

type Status = { id: string; status: string; timestamp: string; errors?: object[] };

async function statuses(move: Move, ...given: Status[]): Promise<WebhookEvent> {
  const metadata = { phone_number_id: await destinationOf(move) };
  return { field: "messages", value: { messaging_product: "whatsapp", metadata, statuses: given } };
}

let messages = 0;
/** Each concerns a message of its own: otherwise two tests seconds apart would report the same change. */
const failed = (code: number, title: string, later = 0, id = `wamid.${(messages += 1)}`): Status => ({
  id,
  status: "failed",
  timestamp: String(seconds(later)),
  errors: [{ code, title, message: title, error_data: { details: "The phone +12025550177 got nothing" } }],
});
const delivered = (later = 0): Status => ({
  id: "wamid.ok",
  status: "delivered",
  timestamp: String(seconds(later)),
});

it("keeps the number and the title with the message, without the recipient's phone", async () => {
  const move = await moved();
  await send(await statuses(move, failed(131_026, "Message undeliverable")));
  const rows = await database().sql`
    select status, error_code, error_title from public.message_sightings where request_id = ${move.request}`;
  expect([...rows]).toEqual([
    { status: "failed", error_code: 131_026, error_title: "Message undeliverable" },
  ]);
  const [kept] = await database().sql<{ n: number }[]>`
    select count(*)::int as n from public.message_sightings s where s::text like '%2025550177%'`;
  expect(kept?.n).toBe(0);
  // The recipient is at fault, not the account.
  expect(await move.exceptions()).toEqual([]);
});

it.each([
  [131_042, "NO_FUNDING", "us"],
  [131_031, "DESTINATION_NOT_APPROVED", "us"],
] as const)("%s opens %s once, and reports it", async (code, exception, owner) => {
  const move = await moved();
  await send(await statuses(move, failed(code, "Account issue", -9)));
  await send(await statuses(move, failed(code, "Account issue", -8, "wamid.second")));
  const rows = await database().sql`
    select code, owner, step from public.request_exceptions where request_id = ${move.request} and resolved_at is null`;
  expect([...rows]).toEqual([{ code: exception, owner, step: null }]);
  expect((await eventsOf(move)).filter((kind) => kind === "message.failed")).toHaveLength(1);
});

it("a later message that arrives ends it, an earlier one does not", async () => {
  const move = await moved();
  await send(await statuses(move, failed(131_042, "Payment issue", -20)));
  await send(await statuses(move, delivered(-25)));
  expect(await move.exceptions()).toEqual(["NO_FUNDING"]);
  await send(await statuses(move, { ...delivered(-5), id: "wamid.later" }));
  expect(await move.exceptions()).toEqual([]);
  expect((await eventsOf(move)).at(-1)).toBe("message.arrived");
});

it("a failure received after a later message arrived opens nothing, even in the same body", async () => {
  const move = await moved();
  await send(await statuses(move, delivered(-5)));
  await send(await statuses(move, failed(131_042, "Payment issue", -20)));
  expect(await move.exceptions()).toEqual([]);
  const other = await moved();
  await send(await statuses(other, delivered(-5), failed(131_042, "Payment issue", -20)));
  expect(await other.exceptions()).toEqual([]);
});

it("Meta's own report that the number can send ends it too", async () => {
  const move = await moved();
  await send(await statuses(move, failed(131_042, "Payment issue", -5)));
  expect(await move.exceptions()).toEqual(["NO_FUNDING"]);
  await takeMonitoringCheck(database(), move, "0h");
  expect(await move.exceptions()).not.toContain("NO_FUNDING");
});

it("stops no cut-over: during the move the reason is kept and nothing is opened", async () => {
  const move = await moveIn();
  await until(move, "register");
  await move.runStep("register", { pin: "135790" });
  await send(await statuses(move, failed(131_042, "Payment issue")));
  expect(await move.exceptions()).toEqual([]);
  await move.drive();
  expect((await move.row()).status).toBe("monitoring");
  const rows = await database().sql`
    select error_code from public.message_sightings where request_id = ${move.request}`;
  expect([...rows]).toEqual([{ error_code: 131_042 }]);
});

it("the same body twice has one effect, and nonsense beside a status has none", async () => {
  const move = await moved();
  const reported = await statuses(move, failed(131_042, "Payment issue", -5));
  const text = body(reported);
  await receive(text);
  await process();
  await receive(text);
  await process();
  expect((await eventsOf(move)).filter((kind) => kind === "message.failed")).toHaveLength(1);
  const nonsense: Status = {
    id: "wamid.x",
    status: "failed",
    timestamp: String(seconds()),
    errors: [{ code: 1e15, title: "\u0000".repeat(5) }],
  };
  await send(await statuses(move, nonsense));
  expect(await move.exceptions()).toEqual(["NO_FUNDING"]);
});

it("after completion it follows people's own test messages, and no others", async () => {
  const move = await moved();
  const { sql } = database();
  await sql`update public.migration_requests set status = 'completed', completed_at = now() where id = ${move.request}`;
  await sql`insert into public.test_messages (provider_id, client_id, request_id, purpose, direction, last_four, closed_at, outcome, message_hash)
    select provider_id, client_id, id, 'smoke', 'out', '0177', now(), 'accepted', ${digestOf("wamid.own")}
    from public.migration_requests where id = ${move.request}`;
  await send(
    await statuses(
      move,
      failed(131_042, "Payment issue", -5, "wamid.own"),
      failed(131_042, "Payment issue", -5, "wamid.client"),
    ),
  );
  const rows = await sql`
    select message_hash, error_code from public.message_sightings where request_id = ${move.request}`;
  expect([...rows]).toEqual([{ message_hash: digestOf("wamid.own"), error_code: 131_042 }]);
  expect(await move.exceptions()).toEqual([]);
});
