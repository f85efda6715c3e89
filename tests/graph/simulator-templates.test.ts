import { expect, test } from "vitest";
import { codeOf, createFixture, destination, oldToken, source } from "./simulator-fixture.ts";

type Fixture = ReturnType<typeof createFixture>;
const migrate = (fixture: Fixture, more: object = {}) =>
  fixture.post(`/${destination}/migrate_message_templates`, { source_waba_id: source, ...more });
const listed = async (fixture: Fixture) => (await fixture.get(`/${destination}/message_templates`)).items;

test("APPROVED templates of quality GREEN or UNKNOWN are copied under new ids", async () => {
  const fixture = createFixture();
  const { body } = await migrate(fixture);
  expect(body).toEqual({
    migrated_templates: ["7501", "7502"],
    failed_templates: { "7503": "Template quality is too low", "7504": "Template is not approved" },
  });
  const copies = await listed(fixture);
  expect(copies.map((copy) => `${copy.name}/${copy.language}`)).toEqual(["hello/en", "hello/ru"]);
  expect(copies.map((copy) => Number.isSafeInteger(Number(copy.id)))).toEqual([false, false]);
  const quality = await fixture.get(`/${copies[0]?.id}?fields=quality_score,status`);
  expect(quality.body).toMatchObject({ quality_score: { score: "UNKNOWN" }, status: "APPROVED" });
});

test("an existing template is never overwritten, and a second copy does nothing", async () => {
  const fixture = createFixture();
  fixture.simulation.seed(
    {
      templates: [{ id: "7601", waba_id: destination, name: "hello", language: "en", category: "MARKETING" }],
    },
    "merge",
  );
  expect((await migrate(fixture)).read("migrated_templates")).toEqual(["7502"]);
  expect((await migrate(fixture)).read("migrated_templates")).toEqual([]);
  expect((await listed(fixture))[0]).toMatchObject({ id: "7601", category: "MARKETING" });
});

test("copies as many as fit, then 2388019; an unverified business has the smaller limit", async () => {
  const fixture = createFixture({ templateLimitVerified: 1, templateLimitUnverified: 0 });
  const first = await migrate(fixture);
  expect(first.read("migrated_templates")).toEqual(["7501"]);
  expect(first.read("failed_templates.7502")).toContain("2388019");
  expect(codeOf(await migrate(fixture, { template_ids: ["7502"] }))).toBe(2388019);
  const unverified = createFixture({ templateLimitUnverified: 0 });
  for (const portfolio of unverified.simulation.state.portfolios)
    portfolio.verification_status = "not_verified";
  expect(codeOf(await migrate(unverified))).toBe(2388019);
});

test("pages, chosen ids, both answer shapes and both kinds of ids", async () => {
  const fixture = createFixture({ migrateTemplatesShape: "array", migratedTemplateIds: "destination" });
  const first = await migrate(fixture, { page_number: 0, count: 1 });
  expect(first.read("migrated_templates")).toEqual([(await listed(fixture))[0]?.id]);
  const chosen = await migrate(fixture, { template_ids: ["7503"] });
  expect(chosen.read("failed_templates")).toEqual([{ "7503": "Template quality is too low" }]);
  expect((await migrate(fixture, { page_number: 1, count: 1 })).read("migrated_templates")).toHaveLength(1);
});

test("wrong source, too many at once, another business", async () => {
  const fixture = createFixture();
  expect(codeOf(await migrate(fixture, { count: 501 }))).toBe(100);
  expect(codeOf(await migrate(fixture, { source_waba_id: "1" }))).toBe(100);
  expect(codeOf(await migrate(fixture, { source_waba_id: destination }))).toBe(100);
  for (const waba of fixture.simulation.state.wabas) if (waba.id === source) waba.owner_portfolio_id = "7002";
  expect(codeOf(await migrate(fixture))).toBe(100);
});

test("register copies the GREEN ones by itself, later than the number", async () => {
  const fixture = createFixture({ templateCopyDelaySeconds: 60 });
  await fixture.register(await fixture.verified());
  expect(await listed(fixture)).toEqual([]);
  fixture.simulation.advance(60_000);
  expect((await listed(fixture)).map((copy) => copy.language)).toEqual(["en"]);
  const without = createFixture({ automaticTemplateCopy: false });
  await without.register(await without.verified());
  expect(await listed(without)).toEqual([]);
});

test("the list is filtered and paged", async () => {
  const { get } = createFixture();
  const edge = `/${source}/message_templates`;
  expect((await get(`${edge}?status=REJECTED&fields=name`, oldToken)).items).toEqual([
    { id: "7504", name: "refused" },
  ]);
  expect((await get(`${edge}?name=hello&language=ru`, oldToken)).items).toHaveLength(1);
  const ids: unknown[] = [];
  let next: unknown = `http://graph.test/v25.0${edge}?limit=3&fields=name`;
  while (typeof next === "string" && ids.length < 9) {
    const answer = await get(next.split("/v25.0")[1] ?? "", oldToken);
    ids.push(...answer.items.map((template) => template.id));
    next = answer.read("paging.next");
  }
  expect(ids).toEqual(["7501", "7502", "7503", "7504"]);
  const first = await get(`${edge}?limit=1`, oldToken);
  const second = await get(`${edge}?limit=1&after=${String(first.read("paging.cursors.after"))}`, oldToken);
  expect(second.items[0]?.id).toBe("7502");
  expect(second.read("paging.previous")).toContain("before=");
  expect((await get(`${edge}?after=nonsense`, oldToken)).error.code).toBe(100);
});
