/** A command writes its request's row once, and what it sets on the row cannot be lost. */
import { beforeAll, expect, test } from "vitest";
import type { Status } from "#domain/status/statuses.ts";
import type { Input } from "../../fixtures/command-driver.ts";
import { useDriver } from "../../fixtures/own-database.ts";
import type { Actor } from "../../fixtures/two-tenants.ts";

const { database, driver } = await useDriver();

const commands: [string, Actor, Status, Input][] = [
  ["accept_request", "manager", "submitted", {}],
  ["reject_request", "manager", "submitted", { reason: "incomplete", note: "No authority." }],
  ["assign_request", "manager", "preparing", { member: null }],
  ["hold_request", "manager", "preparing", { reason: "Waits for a contract." }],
  ["cancel_request", "client", "preparing", { note: "Not now." }],
  [
    "set_client_hours",
    "client",
    "preparing",
    { hours: [{ weekday: 1, from: 540, to: 1080 }], time_zone: "UTC" },
  ],
];

beforeAll(() =>
  database.sql
    .unsafe(
      `create sequence private.writes;
       create function private.count_write() returns trigger language plpgsql security definer as $$
         begin perform nextval('private.writes'); return null; end $$;
       create trigger zz_count after update on public.migration_requests for each row
         execute function private.count_write()`,
    )
    .simple(),
);

const writes = async () =>
  Number((await database.sql<{ n: string }[]>`select nextval('private.writes') as n`)[0]?.n);

test.each(commands)("%s by a %s writes the row once", async (name, actor, status, input) => {
  const request = await driver.bringTo(status);
  const before = await writes();
  await driver.command(actor, name, request, input);
  expect((await writes()) - before - 1).toBe(1);
});

test("a command that sets a column which is not written is refused", async () => {
  const request = await driver.bringTo("preparing");
  await expect(
    database.sql.unsafe(`do $$ declare request public.migration_requests; begin
      select * into request from public.migration_requests where id = '${request}' for update;
      request.reason_note := 'lost';
      perform private.write_change(request, 'request.assign', 'internal');
    end $$`),
  ).rejects.toThrow("A command changed a column that store_request does not write.");
});
