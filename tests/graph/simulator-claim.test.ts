import { describe, expect, test } from "vitest";
import { errorTexts, migrationTexts, sources } from "../../supabase/graph-simulator/error-texts.ts";
import type { SimulatorState } from "../../supabase/graph-simulator/state.ts";
import { codeOf, createFixture, destination, e164, source } from "./simulator-fixture.ts";

type Change = (state: SimulatorState) => void;
const waba =
  (id: string, change: Partial<SimulatorState["wabas"][number]>): Change =>
  (state) => {
    Object.assign(state.wabas.find((candidate) => candidate.id === id) ?? {}, change);
  };
const number =
  (change: Partial<SimulatorState["numbers"][number]>): Change =>
  (state) => {
    Object.assign(state.numbers[0] ?? {}, change);
  };

const refusals: [keyof typeof migrationTexts, Change][] = [
  ["webhooks_not_set_up", waba(destination, { subscribed_apps: [] })],
  ["add_directly", number({ e164: "+12025550188" })],
  ["name_not_approved", number({ name_status: "DECLINED" })],
  ["name_not_approved", number({ new_name_status: "PENDING_REVIEW" })],
  ["source_not_set_up", waba(source, { account_review_status: "PENDING" })],
  ["source_not_set_up", number({ status: "DISCONNECTED" })],
  ["no_payment", waba(destination, { primary_funding_id: null })],
  ["different_business", waba(source, { owner_portfolio_id: "7002" })],
  ["destination_not_approved", waba(destination, { account_review_status: "REJECTED" })],
  ["destination_not_approved", waba(destination, { business_verification_status: "pending" })],
  ["messaging_for_pending", waba(source, { messaging_for_pending: true })],
];

describe("a claim is refused with 2388103 and the text of its reason", () => {
  test.each(refusals)("%s", async (variant, change) => {
    const fixture = createFixture();
    await fixture.post(`/${destination}/subscribed_apps`);
    change(fixture.simulation.state);
    const answer = await fixture.claim();
    expect(codeOf(answer)).toBe(2388103);
    expect(answer.error.error_user_title).toBe(migrationTexts[variant].title);
    expect(answer.error.error_user_msg).toBe(migrationTexts[variant].userMessage);
    expect(fixture.simulation.state.numbers).toHaveLength(1);
  });
});

test("every text names its source, and our own texts say so", () => {
  const used = new Set(Object.values(errorTexts).map(({ source }) => source));
  expect([...used].sort()).toEqual(Object.keys(sources).sort());
  expect(sources.ours).toContain("unproven");
});

test("every variant has its own text", () => {
  const texts = Object.values(migrationTexts).map((text) => text.title + text.userMessage);
  expect(texts).toHaveLength(9);
  expect(new Set(texts).size).toBe(9);
});

test("accounts that represent the same business count as the same business", async () => {
  const fixture = createFixture();
  waba(source, { owner_portfolio_id: "7002", on_behalf_of_portfolio_id: "7001" })(fixture.simulation.state);
  expect(await fixture.claimed()).toMatch(/^\d+$/);
});

test("other refusals: two-step on, no room, test number, app number, already here", async () => {
  const fixture = createFixture({ numberRoom: 1 });
  await fixture.post(`/${destination}/subscribed_apps`);
  const refused = async (change: Change): Promise<number> => {
    const before = structuredClone(fixture.simulation.state.numbers[0]);
    change(fixture.simulation.state);
    const answer = await fixture.claim();
    Object.assign(fixture.simulation.state.numbers[0] ?? {}, before);
    return codeOf(answer);
  };
  expect(await refused(number({ is_pin_enabled: true }))).toBe(133005);
  expect(await refused(number({ is_test_number: true }))).toBe(2388002);
  expect(await refused(number({ is_on_biz_app: true }))).toBe(2388002);
  expect(await refused(waba(destination, { number_room: 0 }))).toBe(200000);
  waba(destination, { number_room: null })(fixture.simulation.state);
  expect((await fixture.claim()).status).toBe(200);
  expect(codeOf(await fixture.claim())).toBe(2388012);
});

test("errors without an established form follow the settings, the migration code its placement", async () => {
  const fixture = createFixture({
    twoStepError: { code: 100, subcode: 2388999, message: "two-step" },
    destinationFullError: { code: 200000, userMessage: "no room at all" },
    testNumberError: { code: 100, userMessage: "for tests" },
    migrationCodePlacement: "code",
  });
  expect((await fixture.claim()).error).toMatchObject({ code: 2388103 });
  await fixture.post(`/${destination}/subscribed_apps`);
  fixture.simulation.changeNumber(e164, { is_pin_enabled: true });
  expect((await fixture.claim()).error).toMatchObject({ code: 100, error_subcode: 2388999 });
  fixture.simulation.changeNumber(e164, { is_pin_enabled: false });
  number({ is_test_number: true })(fixture.simulation.state);
  expect((await fixture.claim()).error.error_user_msg).toBe("for tests");
  number({ is_test_number: false })(fixture.simulation.state);
  waba(destination, { number_room: 0 })(fixture.simulation.state);
  expect((await fixture.claim()).error.error_user_msg).toBe("no room at all");
});

test("missing and malformed parameters are code 100", async () => {
  const { post } = createFixture();
  const edge = `/${destination}/phone_numbers`;
  const bodies = [
    {},
    { cc: "1" },
    { cc: "+1", phone_number: "2025550123", migrate_phone_number: true },
    { cc: "1", phone_number: "202-555", migrate_phone_number: true },
    { cc: "1", phone_number: "2025550123" },
  ];
  for (const body of bodies) expect((await post(edge, body)).error.code).toBe(100);
});

test("the first register ends the claim of another destination", async () => {
  const fixture = createFixture();
  const { state } = fixture.simulation;
  const third = { ...structuredClone(state.wabas[1]), id: "7103" };
  fixture.simulation.seed({ wabas: [third] }, "merge");
  for (const token of state.tokens) token.manageableWabaIds.push("7103");
  const phone = await fixture.verified();
  await fixture.post("/7103/subscribed_apps");
  const other = await fixture.post("/7103/phone_numbers", {
    cc: 1,
    phone_number: "2025550123",
    migrate_phone_number: "true",
  });
  await fixture.register(phone);
  expect((await fixture.get(`/${String(other.read("id"))}?fields=status`)).read("status")).toBe("DELETED");
});
