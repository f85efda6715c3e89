/** Every field that Meta documents, through the inbox into the database: nothing about a person is left anywhere. */
import { beforeAll, expect, it } from "vitest";
import type { Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves } from "../../fixtures/move/move-suite.ts";
import { ofPerson } from "../../fixtures/webhooks/documented-parts.ts";
import { documentedWebhooks } from "../../fixtures/webhooks/documented-webhooks.ts";
import { body, digestOf, seconds, webhookFixture } from "../../fixtures/webhooks/webhook-fixture.ts";

const { moveIn, database } = prepareMoves();
const { process, receive, alarmsOf } = webhookFixture(database);

let moved: Move;
beforeAll(async () => {
  moved = await moveIn();
  await moved.drive();
});

it("keeps an unknown field's body for staff, no other, and never anything about a person", async () => {
  const bodies = documentedWebhooks.map(({ field, value }, at) =>
    body({ field, value, time: seconds(at - 1000) }),
  );
  for (const text of bodies) await receive(text);
  await process();
  const { sql } = database();
  const rows = await sql<{ digest: string; problem: string | null; isKept: boolean }[]>`
    select digest, problem, body is not null as "isKept" from private.webhook_inbox`;
  const found = new Map(rows.map((row) => [row.digest, row]));
  expect(bodies.map((text) => found.get(digestOf(text)))).toMatchObject(
    documentedWebhooks.map(({ isUnknown = false }) => ({
      problem: isUnknown ? "unknown_field" : null,
      isKept: isUnknown,
    })),
  );
  const [left] = await sql<{ text: string }[]>`select concat_ws(' ',
    (select string_agg(convert_from(i.body, 'UTF8'), ' ') from private.webhook_inbox i),
    (select string_agg(to_jsonb(w)::text, ' ') from private.webhook_changes w),
    (select string_agg(to_jsonb(a)::text, ' ') from public.request_alarms a),
    (select string_agg(to_jsonb(s)::text, ' ') from public.message_sightings s),
    (select string_agg(e.data::text, ' ') from public.events e where e.kind like 'alarm%')) as text`;
  expect(left?.text).toContain("user_id_update");
  expect(left?.text).not.toMatch(ofPerson);
  expect((await alarmsOf(moved)).map(({ code }) => code)).toContain("ACCOUNT_RESTRICTED");
});
