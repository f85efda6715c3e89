/** A client names somebody else's account: it is not read with the provider's token, and nothing of it is kept. */
import { describe, expect, it } from "vitest";
import { listSourceTemplates } from "#domain/cutover/steps/source-templates.ts";
import { readInventory } from "#domain/templates/template-inventory.ts";
import { readFacts } from "../../../supabase/functions/rehearsal/read-facts.ts";
import { checkOf, readAgain } from "../../fixtures/move/check-fixture.ts";
import { contextOf, graphOf } from "../../fixtures/move/graph-of.ts";
import type { Actor } from "../../fixtures/engine/engine-commands.ts";
import { createMove, type Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves } from "../../fixtures/move/move-suite.ts";
import { fictionNumber, metaIds, moveSeed } from "../../fixtures/move/move-fixture.ts";

const { moveIn, database } = prepareMoves();
const foreign = { waba: "7901", phone: "7902", business: "7001" };

/** A request in preparing, beside another company's healthy account that the provider's token can also read. */
async function preparing(): Promise<Move> {
  const move = await moveIn((seed) => {
    seed.wabas.push({
      id: foreign.waba,
      name: "Somebody else",
      owner_portfolio_id: metaIds.business,
      primary_funding_id: "7403",
    });
    seed.numbers.push({
      id: foreign.phone,
      waba_id: foreign.waba,
      e164: "+442079460199",
      verified_name: "Somebody else",
    });
    seed.templates.push({ id: "7903", waba_id: foreign.waba, name: "their_offer", language: "en" });
    for (const token of seed.tokens) token.readableWabaIds?.push(foreign.waba);
  });
  await move.command(move.office.manager, "abort_cutover", { p_note: null });
  await database().sql`update public.checks set status = 'pending' where request_id = ${move.request}`;
  return move;
}

const name = (move: Move, wabaId: string, phoneNumberId: string) =>
  move.command(move.office.client, "edit_facts", {
    p_facts: { sourceWabaId: wabaId, sourcePhoneNumberId: phoneNumberId },
  });

/** What Meta has been asked about the account since then. */
const asked = (move: Move, from: number, ...ids: string[]) =>
  move.simulator.simulation.journal
    .list({})
    .slice(from)
    .filter(({ path }) =>
      (ids.length > 0 ? ids : [foreign.waba, foreign.phone]).some((id) => path.includes(id)),
    )
    .map(({ operation }) => operation);
const here = (move: Move) => move.simulator.simulation.journal.list({}).length;

/** Someone who files with the same provider for another company. */
async function stranger({ office }: Move): Promise<Actor> {
  const email = `stranger@${office.slug}.example`;
  return { role: "authenticated", sub: await database().createUser(email), email };
}

/** Whether the database holds anything about the other company. */
async function kept(): Promise<string[]> {
  const found = await database().sql<{ relation: string }[]>`
    select 'snapshots' as relation from public.snapshots n where n.data::text ~ 'Somebody else|442079460199'
    union all select 'checks' from public.checks c where c.evidence_value ~ 'Somebody else|442079460199'
    union all select 'templates' from public.templates t where t.name = 'their_offer'`;
  return found.map(({ relation }) => relation);
}

describe("an account that does not hold the number", () => {
  it("passes no check, and nothing of it is kept", async () => {
    const move = await preparing();
    await name(move, foreign.waba, foreign.phone);
    const from = here(move);
    await readAgain(move);
    expect([...new Set(asked(move, from))]).toEqual(["list_numbers"]);
    for (const code of ["SOURCE_READY", "NAME_APPROVED", "CLOUD_API_NUMBER", "TWO_STEP_OFF"])
      expect(await checkOf(move, code)).toMatchObject({
        status: "pending",
        cause: "could_not_be_read:unproven",
        evidence_value: null,
      });
    expect(await kept()).toEqual([]);
  });

  it("is not used by the forecast, the rehearsal, the copy or the backup", async () => {
    const move = await preparing();
    await name(move, foreign.waba, foreign.phone);
    const { move: context } = await contextOf(move);
    const graph = await graphOf(move);
    const from = here(move);
    const { destinationWabaId } = context;
    const ids = {
      sourceWabaId: foreign.waba,
      sourcePhoneNumberId: foreign.phone,
      destinationWabaId,
    };
    expect(await readInventory(graph, ids)).toEqual({ unread: { side: "source", cause: "unproven" } });
    const facts = await readFacts(graph, context);
    expect(facts).toMatchObject({ source: { unreadable: { number: "unproven" } }, sourceTemplates: null });
    expect(await listSourceTemplates(graph, foreign.waba)).toBeNull();
    await expect(graph.readTemplateTexts(foreign.waba, null)).rejects.toThrow("not proved");
    await expect(
      graph.copyTemplates({ sourceWabaId: foreign.waba, destinationWabaId: destinationWabaId ?? "" }),
    ).rejects.toThrow("not proved");
    expect([...new Set(asked(move, from))]).toEqual(["list_numbers"]);
  });

  it("discards what was read of the account named before, and the new account is proved from scratch", async () => {
    const move = await preparing();
    await readAgain(move);
    expect(await checkOf(move, "SOURCE_READY")).toMatchObject({ status: "passed" });
    const sources = () =>
      database().sql`select 1 from public.snapshots where request_id = ${move.request} and side = 'source'`;
    expect(await sources()).not.toHaveLength(0);
    await name(move, foreign.waba, foreign.phone);
    expect(await sources()).toHaveLength(0);
    expect(await checkOf(move, "SOURCE_READY")).toMatchObject({ status: "stale" });
    await readAgain(move);
    expect(await checkOf(move, "SOURCE_READY")).toMatchObject({ status: "pending" });
    await name(move, metaIds.source, metaIds.sourcePhone);
    await readAgain(move);
    expect(await checkOf(move, "SOURCE_READY")).toMatchObject({ status: "passed" });
  });
});

describe("an account held by another client's request", () => {
  const isOthers = async (move: Move) => (await contextOf(move)).source;

  it("is not read for this request, whatever it contains", async () => {
    const move = await preparing();
    const client = await stranger(move);
    const [e164, seed] = [fictionNumber(99), moveSeed(fictionNumber(99))];
    const other = await createMove({ database: database(), office: { ...move.office, client }, e164, seed });
    await other.command(move.office.manager, "abort_cutover", { p_note: null });
    // Both name the same ids: the request whose number was seen there first holds them.
    await readAgain(move);
    expect(await isOthers(move)).toEqual({ isProved: true, isOthers: false });
    expect(await isOthers(other)).toEqual({ isProved: false, isOthers: true });
    const from = here(other);
    await readAgain(other);
    expect(asked(other, from, metaIds.source, metaIds.sourcePhone)).toEqual([]);
    expect(await checkOf(other, "SOURCE_READY")).toMatchObject({ cause: "could_not_be_read:unproven" });
  });

  it("is not held by someone who has merely typed its id", async () => {
    const [move, other] = [await preparing(), await preparing()];
    await name(other, foreign.waba, foreign.phone);
    await readAgain(other);
    await name(move, foreign.waba, foreign.phone);
    expect(await isOthers(move)).toEqual({ isProved: false, isOthers: false });
  });
});
