/** A rehearsal predicts what the move itself then meets, writes nothing at Meta, and states its assumptions. */
import { describe, expect, it } from "vitest";
import { checkCatalogue } from "#domain/checks/check-catalogue.ts";
import { exceptionCatalogue } from "#domain/exceptions/exception-catalogue.ts";
import type { ExceptionCode } from "#domain/exceptions/exception-codes.ts";
import { createEngineStore } from "../../../supabase/functions/_shared/engine/cutover-store.ts";
import { play, type Rehearsal } from "../../../supabase/functions/rehearsal/play.ts";
import { readFacts } from "../../../supabase/functions/rehearsal/read-facts.ts";
import { serviceCommands } from "../../fixtures/engine/engine-commands.ts";
import { contextOf, graphOf } from "../../fixtures/move/graph-of.ts";
import { prepareMoves } from "../../fixtures/move/move-suite.ts";
import type { Move } from "../../fixtures/move/move-runner.ts";
import { metaIds, type moveSeed } from "../../fixtures/move/move-fixture.ts";

const { moveIn } = prepareMoves();
type Change = Parameters<typeof moveSeed>[1];

/** As the function runs it, with the simulator as Meta. */
async function rehearsalOf(move: Move): Promise<Rehearsal> {
  const store = createEngineStore(serviceCommands(move.database.serviceSql));
  const context = await contextOf(move);
  return play({
    move: context.move,
    facts: await readFacts(await graphOf(move), context.move),
    business: context.sourceBusinessId,
    used: await store.readAttempts(move.request),
  });
}

/** Where the move itself stops, and what it meets on the way. */
async function realityOf(move: Move): Promise<{ step: string | undefined; codes: string[] }> {
  const codes = new Set<string>();
  for (let turn = 0; turn < 40; turn += 1) {
    const going = await move.advance();
    for (const code of await move.exceptions()) codes.add(code);
    if (!going || (await move.current())?.state === "failed") break;
  }
  return { step: (await move.current())?.step, codes: [...codes] };
}

const obstacles: [ExceptionCode, string, Change][] = [
  ["TWO_STEP_ON", "claim_number", ({ numbers: [number] }) => number && (number.is_pin_enabled = true)],
  [
    "NAME_NOT_APPROVED",
    "claim_number",
    ({ numbers: [number] }) => number && (number.name_status = "DECLINED"),
  ],
  [
    "NAME_NOT_APPROVED",
    "claim_number",
    ({ numbers: [number] }) => number && (number.new_name_status = "PENDING_REVIEW"),
  ],
  [
    "DIFFERENT_BUSINESS",
    "claim_number",
    ({ wabas: [source] }) => source && (source.owner_portfolio_id = metaIds.otherBusiness),
  ],
  [
    "SOURCE_NOT_READY",
    "claim_number",
    ({ wabas: [source] }) => source && (source.account_review_status = "REJECTED"),
  ],
  ["SOURCE_NOT_READY", "claim_number", ({ numbers: [number] }) => number && (number.status = "DISCONNECTED")],
  [
    "DESTINATION_NOT_APPROVED",
    "claim_number",
    ({ wabas: [, destination] }) => destination && (destination.account_review_status = "PENDING"),
  ],
  [
    "DESTINATION_NOT_APPROVED",
    "claim_number",
    ({ wabas: [, destination] }) => destination && (destination.business_verification_status = "pending"),
  ],
  [
    "NO_FUNDING",
    "claim_number",
    ({ wabas: [, destination] }) => destination && (destination.primary_funding_id = null),
  ],
  ["APP_NUMBER", "claim_number", ({ numbers: [number] }) => number && (number.is_on_biz_app = true)],
  [
    "APP_NUMBER",
    "claim_number",
    ({ numbers: [number] }) =>
      number && Object.assign(number, { is_test_number: true, account_mode: "SANDBOX" }),
  ],
  [
    "PERMISSION_MISSING",
    "snapshot_before",
    ({ tokens: [, token] }) => token && (token.manageableWabaIds = []),
  ],
  ["TOKEN_INVALID", "snapshot_before", ({ tokens: [, token] }) => token && (token.revoked = true)],
];

describe("a rehearsal predicts", () => {
  it.each(obstacles)("%s at %s, as the move then meets it", async (code, step, change) => {
    const move = await moveIn(change);
    const { stop } = await rehearsalOf(move);
    expect(stop).toEqual({ step, code });
    const reality = await realityOf(move);
    expect(reality.step).toBe(step);
    expect(reality.codes).toContain(code);
  });

  it("that a number was deleted since it was read and may be added at once", async () => {
    const move = await moveIn();
    await (await graphOf(move)).listNumbers(metaIds.source);
    move.simulator.simulation.changeNumber(move.e164, { id: metaIds.sourcePhone, status: "DELETED" });
    const { stop } = await rehearsalOf(move);
    expect(stop).toEqual({ step: "claim_number", code: "ADD_DIRECTLY" });
    expect(await realityOf(move)).toMatchObject({ step: "claim_number", codes: ["ADD_DIRECTLY"] });
  });

  it("that templates will not fit, and continues as the move does", async () => {
    const move = await moveIn(({ templates }) => {
      for (let index = 0; index < 5999; index += 1) {
        templates.push({
          id: `8${index}`,
          waba_id: metaIds.destination,
          name: `kept_${index}`,
          language: "en",
        });
      }
    });
    const { stop, result } = await rehearsalOf(move);
    expect(stop).toBeNull();
    expect(result.notices).toContainEqual({ step: "copy_templates", code: "TEMPLATE_LIMIT" });
    expect((await realityOf(move)).codes).toContain("TEMPLATE_LIMIT");
    expect((await move.row()).status).toBe("monitoring");
  });

  it("a complete move, with every request it would send and nothing written", async () => {
    const move = await moveIn();
    const { stop, result } = await rehearsalOf(move);
    expect(stop).toBeNull();
    expect(move.simulator.simulation.journal.list({ method: "POST" })).toEqual([]);
    await move.drive();
    expect((await move.row()).status).toBe("monitoring");
    const sent = move.simulator.simulation.journal.list({ method: "POST" });
    const shape = (path: string) => path.replace(/^\/\d+/, "/…");
    expect(result.requests.filter(({ method }) => method === "POST").map(({ path }) => shape(path))).toEqual(
      sent.map(({ path }) => shape(path)).filter((path) => !path.endsWith("/messages")),
    );
    expect(JSON.stringify(result)).not.toMatch(/stage-token|"000000"|EAA/);
    expect(result.assumptions).toEqual([]);
  });

  it("a complete move through the signup window, with every request it would send", async () => {
    const move = await moveIn(() => undefined, { route: "R1" });
    const { stop, result } = await rehearsalOf(move);
    expect(stop).toBeNull();
    expect(move.simulator.simulation.journal.list({ method: "POST" })).toEqual([]);
    await move.drive();
    expect((await move.row()).status).toBe("monitoring");
    const kinds = (list: { method: string | null; path: string }[]) =>
      list.flatMap(({ method, path }) => (method === "POST" ? [path.split("/").at(-1)] : []));
    const sent = move.simulator.simulation.journal.list({ method: "POST" });
    expect(kinds(result.requests)).toEqual(kinds(sent).filter((name) => name !== "messages"));
    expect(result.requests.map(({ path }) => path)).toContain("/oauth/access_token");
    expect(JSON.stringify(result)).not.toMatch(/stage-token|stage-secret|EAA|"AQ/);
    expect(result.assumptions).toEqual([]);
  });

  it("where the signup window would refuse the number", async () => {
    const move = await moveIn(({ numbers: [number] }) => number && (number.is_pin_enabled = true), {
      route: "R1",
    });
    expect((await rehearsalOf(move)).stop).toEqual({ step: "embedded_signup", code: "TWO_STEP_ON" });
    await move.work();
    await expect(move.passWindow()).rejects.toThrow("the window refused");
  });

  it.each<[ExceptionCode, string, number]>([
    ["CODE_ATTEMPTS_USED", "request_code", 5],
    ["REGISTER_LIMIT", "register", 9],
  ])("%s, by our own ledger of %s", async (code, step, attempts) => {
    const move = await moveIn();
    const { sql } = move.database;
    await sql`insert into private.intents (provider_id, request_id, step, kind, phone_number, fence, worker, lease_until, closed_at, outcome)
      select provider_id, id, ${step}, 'call', phone_number, 0, 'earlier', now(), now(), 'failed'
      from public.migration_requests, generate_series(1, ${attempts}) where id = ${move.request}`;
    expect((await rehearsalOf(move)).stop).toEqual({ step, code });
  });

  it("together with the checks, everything that the catalogue marks as foreseen", () => {
    const byRehearsal = [
      ...obstacles.map(([code]) => code),
      "ADD_DIRECTLY",
      "TEMPLATE_LIMIT",
      "CODE_ATTEMPTS_USED",
      "REGISTER_LIMIT",
    ];
    const byChecks = Object.values(checkCatalogue).flatMap(({ predicts }) => predicts);
    const foreseen = Object.entries(exceptionCatalogue).flatMap(([code, entry]) =>
      entry.foreseen ? [code] : [],
    );
    expect([...new Set<string>([...byRehearsal, ...byChecks])].toSorted()).toEqual(foreseen.toSorted());
  });
});

it("nothing silently: it lists the facts it could not read and assumed to be good", async () => {
  const move = await moveIn(({ tokens: [, token] }) => token && (token.readableWabaIds = []));
  const { stop, result } = await rehearsalOf(move);
  expect(stop).toBeNull();
  const fields = result.assumptions.map(({ side, field }) => `${side} ${field}`);
  expect(fields).toContain("source is_pin_enabled");
  expect(fields).toContain("source message_templates");
  expect(fields.filter((field) => field.startsWith("destination"))).toEqual([]);
});
