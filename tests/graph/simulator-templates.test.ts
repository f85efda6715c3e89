import { expect, test } from "vitest";
import { codeOf, createWorld, destination, oldToken, source } from "./simulator-world.ts";

type World = ReturnType<typeof createWorld>;
const migrate = (world: World, more: object = {}) =>
  world.post(`/${destination}/migrate_message_templates`, { source_waba_id: source, ...more });
const listed = async (world: World) => (await world.get(`/${destination}/message_templates`)).items;

test("APPROVED templates of quality GREEN or UNKNOWN are copied under new ids", async () => {
  const world = createWorld();
  const { body } = await migrate(world);
  expect(body).toEqual({
    migrated_templates: ["7501", "7502"],
    failed_templates: { "7503": "Template quality is too low", "7504": "Template is not approved" },
  });
  const copies = await listed(world);
  expect(copies.map((copy) => `${copy.name}/${copy.language}`)).toEqual(["hello/en", "hello/ru"]);
  expect(copies.map((copy) => Number.isSafeInteger(Number(copy.id)))).toEqual([false, false]);
  const quality = await world.get(`/${copies[0]?.id}?fields=quality_score,status`);
  expect(quality.body).toMatchObject({ quality_score: { score: "UNKNOWN" }, status: "APPROVED" });
});

test("a template that exists is never overwritten, and a second copy does nothing", async () => {
  const world = createWorld();
  world.simulation.seed(
    {
      templates: [{ id: "7601", waba_id: destination, name: "hello", language: "en", category: "MARKETING" }],
    },
    "merge",
  );
  expect((await migrate(world)).read("migrated_templates")).toEqual(["7502"]);
  expect((await migrate(world)).read("migrated_templates")).toEqual([]);
  expect((await listed(world))[0]).toMatchObject({ id: "7601", category: "MARKETING" });
});

test("as many as fit, then 2388019; an unverified business has the smaller limit", async () => {
  const world = createWorld({ templateLimitVerified: 1, templateLimitUnverified: 0 });
  const first = await migrate(world);
  expect(first.read("migrated_templates")).toEqual(["7501"]);
  expect(first.read("failed_templates.7502")).toContain("2388019");
  expect(codeOf(await migrate(world, { template_ids: ["7502"] }))).toBe(2388019);
  const unverified = createWorld({ templateLimitUnverified: 0 });
  for (const portfolio of unverified.simulation.state.portfolios)
    portfolio.verification_status = "not_verified";
  expect(codeOf(await migrate(unverified))).toBe(2388019);
});

test("pages, chosen ids, both answer shapes and both kinds of ids", async () => {
  const world = createWorld({ migrateTemplatesShape: "array", migratedTemplateIds: "destination" });
  const first = await migrate(world, { page_number: 0, count: 1 });
  expect(first.read("migrated_templates")).toEqual([(await listed(world))[0]?.id]);
  const chosen = await migrate(world, { template_ids: ["7503"] });
  expect(chosen.read("failed_templates")).toEqual([{ "7503": "Template quality is too low" }]);
  expect((await migrate(world, { page_number: 1, count: 1 })).read("migrated_templates")).toHaveLength(1);
});

test("wrong source, too many at once, another business", async () => {
  const world = createWorld();
  expect(codeOf(await migrate(world, { count: 501 }))).toBe(100);
  expect(codeOf(await migrate(world, { source_waba_id: "1" }))).toBe(100);
  expect(codeOf(await migrate(world, { source_waba_id: destination }))).toBe(100);
  for (const waba of world.simulation.state.wabas) if (waba.id === source) waba.owner_portfolio_id = "7002";
  expect(codeOf(await migrate(world))).toBe(100);
});

test("register copies the GREEN ones by itself, later than the number", async () => {
  const world = createWorld({ templateCopyDelaySeconds: 60 });
  await world.register(await world.verified());
  expect(await listed(world)).toEqual([]);
  world.simulation.advance(60_000);
  expect((await listed(world)).map((copy) => copy.language)).toEqual(["en"]);
  const without = createWorld({ automaticTemplateCopy: false });
  await without.register(await without.verified());
  expect(await listed(without)).toEqual([]);
});

test("the list is filtered and paged", async () => {
  const { get } = createWorld();
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
