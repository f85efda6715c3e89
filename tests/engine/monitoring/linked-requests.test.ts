/** An alarm after completion leads to a request of its own; the completed request stays final. */
import { expect, it } from "vitest";
import { prepareMoves } from "../../fixtures/move/move-suite.ts";

const { moveIn, database } = prepareMoves();

it("starts once per number, as submitted, with the same people but without the old destination", async () => {
  const move = await moveIn();
  await move.drive();
  const { sql } = database();
  await sql`update public.migration_requests set status = 'completed', completed_at = now() where id = ${move.request}`;
  const alarms = await sql<{ id: string }[]>`
    insert into public.request_alarms (provider_id, client_id, request_id, code, subject, facts, opened_at, last_at)
    select provider_id, client_id, id, code, '', '{}', now(), now() from public.migration_requests,
      (values ('QUALITY_DROPPED'), ('TWO_STEP_RESET_REQUESTED')) as a (code) where id = ${move.request} returning id`;
  const open = () =>
    sql`select id from public.request_alarms where request_id = ${move.request} and acknowledged_at is null`;
  const link = (alarm: string | undefined) =>
    move.command(move.office.manager, "open_linked_request", { p_alarm: alarm, p_note: "It is leaving" });

  await link(alarms[0]?.id);
  const [linked] = await sql`
    select r.status, r.phone_number, r.route, r.source_waba_id, r.reason_note, count(c.*)::int as checks from public.migration_requests r
    left join public.checks c on c.request_id = r.id where r.follows_id = ${move.request} group by r.id`;
  expect(linked).toMatchObject({
    status: "submitted",
    phone_number: move.e164,
    route: null,
    source_waba_id: null,
    // Portdesk's own notes are not for the client, who can read the request.
    reason_note: null,
  });
  expect(linked?.checks).toBeGreaterThan(10);
  expect(await open()).toMatchObject([{ id: alarms[1]?.id }]);
  expect((await move.row()).status).toBe("completed");

  await expect(link(alarms[1]?.id)).rejects.toMatchObject({ code: "number_in_live_request" });
  expect(await open()).toHaveLength(1);
});
