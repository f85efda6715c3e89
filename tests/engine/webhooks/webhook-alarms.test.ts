/** What Meta reports about a number, its templates and its account after the move: the alarm raised, and its end. */
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves } from "../../fixtures/move/move-suite.ts";
import { metaIds } from "../../fixtures/move/move-fixture.ts";
import {
  digits,
  seconds,
  type WebhookEvent,
  webhookFixture,
} from "../../fixtures/webhooks/webhook-fixture.ts";

const { moveIn, database } = prepareMoves();
const { send, alarmsOf, eventsOf } = webhookFixture(database);

let moved: Move;
let template: { name: string; language: string };
beforeAll(async () => {
  moved = await moveIn();
  await moved.drive();
  const [kept] = await database().sql<(typeof template)[]>`
    select name, language from public.templates where request_id = ${moved.request} and outcome = 'kept' limit 1`;
  if (!kept) throw new Error("no template was kept");
  template = kept;
});

beforeEach(async () => {
  const { sql } = database();
  await sql`delete from public.request_alarms`;
  await sql`delete from private.webhook_changes`;
  await sql`delete from private.webhook_inbox`;
  await sql`delete from public.monitoring_checks where moment = 'webhook'`;
  await sql`delete from public.template_readings where moment = 'webhook'`;
});

const account = (event: string, more: object = {}): WebhookEvent => ({
  field: "account_update",
  value: { event, ...more },
});
const security = (event: string): WebhookEvent => ({
  field: "security",
  value: { display_phone_number: digits(moved), event },
});
const ofTemplate = (field: string, more: object): WebhookEvent => ({
  field,
  value: {
    message_template_id: 1689556908129832,
    message_template_name: template.name,
    message_template_language: template.language.replace("_", "-"),
    ...more,
  },
});
const status = (event: string) => ofTemplate("message_template_status_update", { event });
const restriction = (type: string, expiration: number): WebhookEvent =>
  account("ACCOUNT_RESTRICTION", { restriction_info: [{ restriction_type: type, expiration }] });
const codes = async () => (await alarmsOf(moved)).map(({ code }) => code);
const messaging = "RESTRICTED_BIZ_INITIATED_MESSAGING";
const calling = "RESTRICTED_BUSINESS_INITIATED_CALLING";

describe("raises", () => {
  it.each([
    ["PIN_CHANGED", "PIN_CHANGED"],
    ["PIN_REQUEST_SUCCESS", "TWO_STEP_SWITCHED_OFF"],
    ["PIN_RESET_REQUEST", "TWO_STEP_RESET_REQUESTED"],
  ])("security %s: %s", async (event, alarm) => {
    await send(security(event));
    expect(await codes()).toEqual([alarm]);
  });

  it.each([
    ["REJECTED", "TEMPLATE_STOPPED"],
    ["DELETED", "TEMPLATE_DELETED"],
    ["PENDING_DELETION", "TEMPLATE_DELETED"],
    ["ARCHIVED", "TEMPLATE_ARCHIVED"],
    ["FLAGGED", "TEMPLATE_AT_RISK"],
    ["LIMIT_EXCEEDED", "TEMPLATE_LIMIT_REACHED"],
  ])("a template that is %s: %s", async (event, alarm) => {
    await send(status(event));
    const subject = `${template.name} ${template.language}`;
    expect(await alarmsOf(moved)).toMatchObject([{ code: alarm, subject }]);
  });

  it("a template's category, with the old and the new one, and has the templates read", async () => {
    const change = { previous_category: "UTILITY", new_category: "MARKETING" };
    await send(ofTemplate("template_category_update", change));
    expect(await alarmsOf(moved)).toMatchObject([{ code: "TEMPLATE_CATEGORY_CHANGED", facts: change }]);
    const readings = await database().sql`
      select from public.template_readings where request_id = ${moved.request} and moment = 'webhook' and due_at <= now()`;
    expect(readings).toHaveLength(1);
  });

  it("the account's review, and has the account read at once", async () => {
    await send({ field: "account_review_update", value: { decision: "REJECTED" } });
    expect(await codes()).toEqual(["ACCOUNT_REJECTED"]);
    const planned = await database().sql`
      select from public.monitoring_checks where request_id = ${moved.request} and moment = 'webhook' and due_at <= now()`;
    expect(planned).toHaveLength(1);
  });

  it("Meta's own example of a restriction, which expires in the second it was sent", async () => {
    const time = seconds(-60);
    await send({ ...restriction(messaging, time), time });
    expect(await codes()).toEqual(["ACCOUNT_RESTRICTED"]);
  });

  it("a restriction of calls alone: not the one for messages", async () => {
    await send(restriction(calling, seconds(600)));
    expect(await codes()).toEqual(["CALLS_RESTRICTED"]);
  });

  it.each([metaIds.newApp, metaIds.oldApp])("the uninstalled app is %s: only ours counts", async (app) => {
    const waba_info = { waba_id: metaIds.destination, owner_business_id: "7001", partner_app_id: app };
    await send({ ...account("PARTNER_APP_UNINSTALLED", { waba_info }), waba: "7001" });
    expect(await codes()).toEqual(app === metaIds.newApp ? ["PARTNER_REMOVED"] : []);
  });

  it("an uninstalled app that is not named", async () => {
    await send(account("PARTNER_APP_UNINSTALLED", { waba_info: { waba_id: metaIds.destination } }));
    expect(await codes()).toEqual(["PARTNER_REMOVED"]);
  });
});

describe("ends", () => {
  const at = () => seconds(-1000);
  type Pair = [string, () => WebhookEvent, () => WebhookEvent];
  const pairs: Pair[] = [
    ["ACCOUNT_OFFBOARDED", () => account("ACCOUNT_OFFBOARDED"), () => account("ACCOUNT_RECONNECTED")],
    ["ACCOUNT_RESTRICTED", () => restriction(messaging, seconds(600)), () => restriction(messaging, at())],
    ["CALLS_RESTRICTED", () => restriction(calling, seconds(600)), () => restriction(calling, at())],
    [
      "DIRECT_SEND_RESTRICTED",
      () => account("ACCOUNT_RESTRICTION", { violation_info: { violation_type: "DIRECT_SEND_X_WARN" } }),
      () => account("ACCOUNT_RESTRICTION", { violation_info: { violation_type: "DIRECT_SEND_X_UNBAN" } }),
    ],
    [
      "ACCOUNT_BANNED",
      () => account("DISABLED_UPDATE", { ban_info: { waba_ban_state: "DISABLE" } }),
      () => account("DISABLED_UPDATE", { ban_info: { waba_ban_state: "REINSTATE" } }),
    ],
    [
      "ACCOUNT_REJECTED",
      () => ({ field: "account_review_update", value: { decision: "REJECTED" } }),
      () => ({ field: "account_review_update", value: { decision: "APPROVED" } }),
    ],
    ["TEMPLATE_STOPPED", () => status("PAUSED"), () => status("REINSTATED")],
    ["TEMPLATE_ARCHIVED", () => status("ARCHIVED"), () => status("UNARCHIVED")],
  ];

  it.each(pairs)("%s, and records it in the history", async (code, begins, ends) => {
    await send({ ...begins(), time: at() });
    expect(await codes()).toEqual([code]);
    await send({ ...ends(), time: at() + 100 });
    expect(await codes()).toEqual([]);
    const rows = await database().sql`
      select lifted_at is not null as lifted, acknowledged_by from public.request_alarms where request_id = ${moved.request}`;
    expect([...rows]).toEqual([{ lifted: true, acknowledged_by: null }]);
    expect((await eventsOf(moved)).slice(-1)).toEqual(["alarm.lifted"]);
  });

  it.each(pairs)("%s even if the end arrives first", async (_, begins, ends) => {
    await send({ ...ends(), time: at() + 100 });
    await send({ ...begins(), time: at() });
    expect(await codes()).toEqual([]);
  });

  it.each(pairs)("not %s if it started again later", async (code, begins, ends) => {
    await send({ ...begins(), time: at() });
    await send({ ...begins(), time: at() + 200 });
    await send({ ...ends(), time: at() + 100 });
    expect(await codes()).toEqual([code]);
  });

  it("no alarm of another kind, template or account", async () => {
    await send(restriction(calling, seconds(600)), security("PIN_CHANGED"), status("PAUSED"));
    const other = ofTemplate("message_template_status_update", {
      event: "REINSTATED",
      message_template_name: "another",
    });
    await send(account("ACCOUNT_RECONNECTED"), other, { ...restriction("NONE", 0), waba: metaIds.source });
    expect(await codes()).toEqual(["CALLS_RESTRICTED", "PIN_CHANGED", "TEMPLATE_STOPPED"]);
  });
});
