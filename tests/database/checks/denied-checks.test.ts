/** People can deny what only they know of, and a denial predicts what will go wrong. */
import { expect, test } from "vitest";
import { type CheckCode, checkCatalogue } from "#domain/checks/check-catalogue.ts";
import type { Actor } from "../../fixtures/two-tenants.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver } = await useDriver();
const request = await driver.bringTo("preparing");

const codes = Object.keys(checkCatalogue) as CheckCode[];
const say = (code: CheckCode, outcome: string, actor: Actor = "manager") =>
  driver.tryCommand(actor, "confirm_check", request, { code, kind: "person", evidence: "by phone", outcome });

async function checkOf(code: CheckCode) {
  const [row] = await database.sql`
    select status, cause, evidence_kind, evidence_value from public.checks where request_id = ${request} and code = ${code}`;
  return row;
}

test.each(codes.filter((code) => checkCatalogue[code].source !== "api"))(
  "%s is denied with the exception that it predicts, and confirmed again",
  async (code) => {
    expect(await say(code, "failed")).toHaveProperty("done");
    expect(await checkOf(code)).toEqual({
      status: "failed",
      cause: checkCatalogue[code].predicts[0] ?? null,
      evidence_kind: "person",
      evidence_value: "by phone",
    });
    expect(await say(code, "passed")).toHaveProperty("done");
    expect(await checkOf(code)).toMatchObject({ status: "passed", cause: null });
  },
);

test("a failed hard check stops the move, and everybody concerned reads about it", async () => {
  await say("AUTHORISED_PERSON", "failed");
  const [row] = await database.sql`
    select readiness, waiting_on, next_action_subject as subject,
      (select kind || ' ' || visibility from public.events where request_id = r.id order by id desc limit 1) as reported
    from public.migration_requests r where id = ${request}`;
  expect(row).toEqual({
    readiness: 0,
    waiting_on: "client",
    subject: "AUTHORISED_PERSON",
    reported: "check.deny client",
  });
  await say("AUTHORISED_PERSON", "passed");
});

test("nobody can deny what Meta answers, and other outcomes are unknown", async () => {
  const refusal = { refused: "400 invalid_input", hint: "outcome" };
  const api = codes.filter((code) => checkCatalogue[code].source === "api");
  for (const code of api) expect(await say(code, "failed"), code).toEqual(refusal);
  expect(await say("CODE_CHANNEL", "waived")).toEqual(refusal);
});

test("clients deny what they may confirm, and nothing else", async () => {
  expect(await say("CODE_CHANNEL", "failed", "client")).toHaveProperty("done");
  expect(await checkOf("CODE_CHANNEL")).toMatchObject({ status: "failed", cause: "CODE_NOT_RECEIVED" });
  expect(await say("AUTHORISED_PERSON", "failed", "client")).toMatchObject({ refused: "403 not_permitted" });
  expect(await say("CODE_CHANNEL", "failed", "analyst")).toMatchObject({ refused: "403 not_permitted" });
});
