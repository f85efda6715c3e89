/** Evidence from Meta beside people's claims: Meta wins where it can be read; a claim counts only where it cannot. */
import { describe, expect, it } from "vitest";
import { checkOf, readAgain, readerOf } from "../../fixtures/move/check-fixture.ts";
import type { Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves } from "../../fixtures/move/move-suite.ts";
import { metaIds, type moveSeed } from "../../fixtures/move/move-fixture.ts";

const { moveIn, database } = prepareMoves();
type Change = Parameters<typeof moveSeed>[1];

/** A request in preparing, before any reading. */
async function preparing(change?: Change): Promise<Move> {
  const move = await moveIn(change);
  await move.command(move.office.manager, "abort_cutover", { p_note: null });
  await database().sql`update public.checks set status = 'pending' where request_id = ${move.request}`;
  return move;
}
const twoStepOn: Change = ({ numbers: [number] }) => number && (number.is_pin_enabled = true);
const hidden: Change = ({ tokens }) => tokens[1] && (tokens[1].readableWabaIds = []);
const saysOff = (move: Move, kind = "person") =>
  move.command(move.office.client, "confirm_check", {
    p_code: "TWO_STEP_OFF",
    p_kind: kind,
    p_evidence: "switched off today",
  });
const show = (move: Move, visible: boolean) => {
  for (const token of move.simulator.simulation.state.tokens)
    token.readableWabaIds = visible ? [metaIds.source] : [];
};

describe("a claim", () => {
  it("that contradicts Meta changes nothing, and the contradiction is kept", async () => {
    const move = await preparing(twoStepOn);
    await readAgain(move);
    await saysOff(move);
    expect(await checkOf(move, "TWO_STEP_OFF")).toMatchObject({
      status: "failed",
      evidence_kind: "api",
      evidence_value: "true",
      claimed_value: "switched off today",
      contradicted: true,
    });
    move.simulator.simulation.changeNumber(move.e164, { is_pin_enabled: false });
    await readAgain(move);
    expect(await checkOf(move, "TWO_STEP_OFF")).toMatchObject({ status: "passed", contradicted: false });
  });

  it("counts where Meta withholds the field, and is marked as a claim", async () => {
    const move = await preparing(hidden);
    await saysOff(move, "document");
    expect(await checkOf(move, "TWO_STEP_OFF")).toMatchObject({ status: "pending", evidence_kind: null });
    await readAgain(move);
    expect(await checkOf(move, "TWO_STEP_OFF")).toMatchObject({
      status: "passed",
      cause: "could_not_be_read:PERMISSION_MISSING",
      evidence_kind: "document",
    });
    expect(await checkOf(move, "NAME_APPROVED")).toMatchObject({ status: "pending" });
  });

  it("is overruled as soon as Meta can be read", async () => {
    const move = await preparing((seed) => {
      hidden(seed);
      twoStepOn(seed);
    });
    await readAgain(move);
    await saysOff(move);
    expect(await checkOf(move, "TWO_STEP_OFF")).toMatchObject({
      status: "passed",
      evidence_kind: "person",
    });
    show(move, true);
    await readAgain(move);
    expect(await checkOf(move, "TWO_STEP_OFF")).toMatchObject({ status: "failed", contradicted: true });
  });

  it("stays when Meta can no longer be read", async () => {
    const move = await preparing();
    await saysOff(move);
    await readAgain(move);
    show(move, false);
    await readAgain(move);
    expect(await checkOf(move, "TWO_STEP_OFF")).toMatchObject({
      status: "passed",
      evidence_kind: "person",
    });
  });

  it("keeps its own date, however often Meta is read, and is requested again after a day", async () => {
    const move = await preparing(hidden);
    const { sql } = database();
    const { keep } = readerOf(move).readings;
    await readAgain(move);
    await saysOff(move);
    await move.command(move.office.client, "confirm_check", {
      p_code: "CAMPAIGNS_PAUSED",
      p_kind: "person",
      p_evidence: "none run",
    });
    await sql`update public.checks set claimed_at = claimed_at - interval '23 hours', read_at = read_at - interval '23 hours'
      where request_id = ${move.request}`;
    await readAgain(move);
    const [given] = await sql`select read_at = claimed_at as as_given from public.checks
      where request_id = ${move.request} and code = 'TWO_STEP_OFF'`;
    expect(given).toEqual({ as_given: true });
    expect(await checkOf(move, "TWO_STEP_OFF")).toMatchObject({ status: "passed" });

    await sql`update public.checks set claimed_at = claimed_at - interval '2 hours', read_at = read_at - interval '2 hours'
      where request_id = ${move.request}`;
    await keep(100);
    expect(await checkOf(move, "TWO_STEP_OFF")).toMatchObject({ status: "stale", evidence_kind: "person" });
    expect(await checkOf(move, "CAMPAIGNS_PAUSED")).toMatchObject({ status: "passed" });
    await readAgain(move);
    expect(await checkOf(move, "TWO_STEP_OFF")).toMatchObject({ status: "stale", evidence_kind: "person" });
    await saysOff(move);
    expect(await checkOf(move, "TWO_STEP_OFF")).toMatchObject({ status: "passed", evidence_kind: "person" });
  });

  it("does not replace an answer that was lost, broken or unknown", async () => {
    const move = await preparing();
    await saysOff(move);
    const spoil = (answer: (request: Request) => Response | Promise<Response>) =>
      readerOf(move, async (request) =>
        new URL(request.url).pathname.endsWith(`/${metaIds.sourcePhone}`)
          ? answer(request)
          : move.simulator.fetch(request),
      ).reader.read({ request: move.request, scope: "all" }, false);
    await spoil(() => Promise.reject(new Error("gone")));
    expect(await checkOf(move, "TWO_STEP_OFF")).toMatchObject({
      status: "pending",
      cause: "could_not_be_read:lost",
    });
    await spoil(() => Response.json({ id: metaIds.sourcePhone, is_pin_enabled: "no" }));
    expect(await checkOf(move, "TWO_STEP_OFF")).toMatchObject({
      status: "pending",
      cause: "could_not_be_read:nonsense",
    });
    await spoil(async (request) => {
      const facts = (await (await move.simulator.fetch(request)).json()) as object;
      return Response.json({ ...facts, name_status: "SOMETHING_NEW" });
    });
    expect(await checkOf(move, "NAME_APPROVED")).toMatchObject({
      status: "pending",
      cause: "could_not_be_read:unknown_value",
      evidence_value: "SOMETHING_NEW",
    });
  });
});

describe("room for the number", () => {
  it("is shown where nobody knows the limit, and judged where the provider does", async () => {
    const move = await preparing();
    const part = async () => {
      await readAgain(move);
      const [row] = await database().sql<{ value: string | null }[]>`
        select p ->> 'value' as value from public.checks c, jsonb_array_elements(c.evidence_parts) as p
        where c.request_id = ${move.request} and c.code = 'DESTINATION_READY' and p ->> 'field' = 'phone_numbers'`;
      return `${(await checkOf(move, "DESTINATION_READY")).status} ${row?.value}`;
    };
    expect(await part()).toBe("passed 0");
    await database().sql`update public.meta_connections set number_limit = 1`;
    expect(await part()).toBe("passed 0/1");
    const [number] = move.simulator.simulation.state.numbers;
    move.simulator.simulation.state.numbers.push({
      ...structuredClone(number ?? Object.create(null)),
      id: "7999",
      e164: "+12025550198",
      waba_id: metaIds.destination,
    });
    expect(await part()).toBe("failed 1/1");
  });

  it("is not assumed when only half of the list arrived", async () => {
    const move = await preparing();
    await database().sql`update public.meta_connections set number_limit = 100`;
    await readerOf(move, async (request) => {
      const { pathname, searchParams } = new URL(request.url);
      if (!pathname.endsWith("/phone_numbers")) return move.simulator.fetch(request);
      if (searchParams.has("after")) return new Response('{"data":[{"id":"7');
      return Response.json({
        data: [{ id: "7998", display_phone_number: "+1 202-555-0197" }],
        paging: { cursors: { after: "abc" }, next: "https://graph.example/next" },
      });
    }).reader.read({ request: move.request, scope: "all" }, false);
    expect(await checkOf(move, "DESTINATION_READY")).toMatchObject({
      status: "pending",
      cause: "could_not_be_read:nonsense",
    });
    await database().sql`update public.meta_connections set number_limit = null`;
  });
});

it("changed facts outdate what was read for the old ones", async () => {
  const move = await preparing();
  await readAgain(move);
  await move.command(move.office.client, "edit_facts", { p_facts: { sourcePhoneNumberId: "7299" } });
  expect(await checkOf(move, "TWO_STEP_OFF")).toMatchObject({ status: "stale" });
  expect(await checkOf(move, "BUSINESS_VERIFIED")).toMatchObject({ status: "stale" });
  expect(await checkOf(move, "APP_SUBSCRIBED")).toMatchObject({ status: "passed" });
  await expect(
    move.command(move.office.client, "edit_facts", { p_facts: { destinationWabaId: "1" } }),
  ).rejects.toThrow("not_permitted");
});

it("a waiver keeps who, when and why, and no reading changes it", async () => {
  const move = await preparing(twoStepOn);
  await move.command(move.office.manager, "waive_check", {
    p_code: "TWO_STEP_OFF",
    p_reason: "seen on screen",
  });
  await readAgain(move);
  const [row] = await database().sql`
    select status, waived_reason, waived_by = ${move.office.manager.sub ?? ""} as ours, waived_at is not null as dated
    from public.checks where request_id = ${move.request} and code = 'TWO_STEP_OFF'`;
  expect(row).toEqual({ status: "waived", waived_reason: "seen on screen", ours: true, dated: true });
});
