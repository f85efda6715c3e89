/** What a monitoring check finds beyond the lock: doubts read twice, Meta's word on sending, changes, the profile. */
import { expect, it } from "vitest";
import { takeSecondReading } from "../../fixtures/move/monitoring-checks.ts";
import { changeNumber, checksOf, look, tracksOf } from "../../fixtures/move/after-move.ts";
import type { Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves, until } from "../../fixtures/move/move-suite.ts";

const { moveIn, moved, database } = prepareMoves();

const bad = async (move: Move, moment: string) =>
  (await checksOf(move))
    .find((check) => check.moment === moment)
    ?.points.flatMap(({ point, verdict }) => (verdict === "good" ? [] : [`${point} ${verdict}`]));

it("a status that flickers is read a second time, and opens nothing once it is back", async () => {
  const move = await moved();
  await look(move, "0h");
  changeNumber(move, { status: "DISCONNECTED" });
  await look(move, "24h");
  expect(await move.exceptions()).not.toContain("NOT_REGISTERED_AFTER_MOVE");
  expect(await tracksOf(move)).toMatchObject({ number: "done" });
  expect(await bad(move, "24h")).toContain("connected again");
  const [second] = await database().sql`
    select due_at > now() + interval '4 minutes' as later from public.monitoring_checks where request_id = ${move.request} and moment = 'again'`;
  expect(second).toEqual({ later: true });
  changeNumber(move, { status: "CONNECTED" });
  await takeSecondReading(database(), move);
  expect(await move.exceptions()).not.toContain("NOT_REGISTERED_AFTER_MOVE");
  expect(await bad(move, "again")).toEqual([]);
});

it("a status still wrong at the second reading opens its exception, and is monitored until it ends", async () => {
  const move = await moved();
  await look(move, "0h");
  changeNumber(move, { status: "DISCONNECTED" });
  await look(move, "24h");
  await takeSecondReading(database(), move);
  expect(await move.exceptions()).toContain("NOT_REGISTERED_AFTER_MOVE");
  expect(await tracksOf(move)).toMatchObject({ number: "exception" });
  changeNumber(move, { status: "CONNECTED" });
  await look(move, "72h");
  expect(await move.exceptions()).not.toContain("NOT_REGISTERED_AFTER_MOVE");
});

it("a connected number that Meta blocks from sending keeps its blocking reason and opens an exception", async () => {
  const move = await moved();
  await look(move, "0h");
  const errors = [{ error_code: 141_006, error_description: "No payment", possible_solution: "Add a card" }];
  const entities = [{ entity_type: "WABA", can_send_message: "BLOCKED", errors }];
  changeNumber(move, { health_status: { can_send_message: "BLOCKED", entities } });
  await look(move, "24h");
  expect(await move.exceptions()).not.toContain("CANNOT_SEND");
  await takeSecondReading(database(), move);
  expect(await move.exceptions()).toContain("CANNOT_SEND");
  expect(await tracksOf(move)).toMatchObject({ number: "exception" });
  const [row] = await database().sql<{ entities: unknown }[]>`
    select p -> 'entities' as entities from public.monitoring_checks a, jsonb_array_elements(a.points) as p
    where a.request_id = ${move.request} and a.moment = 'again' and p ->> 'point' = 'can_send'`;
  expect(row?.entities).toEqual([
    {
      type: "WABA",
      canSend: "BLOCKED",
      errors: [{ code: 141_006, description: "No payment", solution: "Add a card" }],
      notes: [],
    },
  ]);
  changeNumber(move, { health_status: null });
  await look(move, "72h");
  expect(await move.exceptions()).not.toContain("CANNOT_SEND");
});

it("an improvement is good news: neither the comparison nor a monitoring check opens an exception", async () => {
  const move = await moveIn(({ numbers: [number], portfolios: [portfolio] }) => {
    if (number) Object.assign(number, { quality_rating: "YELLOW", is_official_business_account: false });
    if (portfolio) portfolio.whatsapp_business_manager_messaging_limit = "TIER_2K";
  });
  await until(move, "register");
  await move.runStep("register", { pin: "135790" });
  changeNumber(move, { quality_rating: "GREEN", is_official_business_account: true });
  for (const portfolio of move.simulator.simulation.state.portfolios)
    portfolio.whatsapp_business_manager_messaging_limit = "TIER_10K";
  await move.drive();
  expect(await move.exceptions()).toEqual([]);
  await look(move, "0h");
  await look(move, "24h");
  expect((await move.exceptions()).filter((code) => code !== "WEBHOOK_SILENT")).toEqual([]);
  expect(await bad(move, "24h")).toEqual([]);
});

it("reads the public profile on both sides, and a lost field opens an exception that names it", async () => {
  const move = await moveIn(({ settings }) => {
    if (settings) settings.profileSurvives = false;
  });
  await move.drive();
  expect(await move.exceptions()).toEqual(["PROFILE_CHANGED"]);
  const rows = await database().sql<{ moment: string; profile: unknown }[]>`
    select moment, data -> 'profile' as profile from public.snapshots
    where request_id = ${move.request} and moment in ('before', 'after') order by taken_at`;
  expect([...rows]).toMatchObject([
    {
      moment: "before",
      profile: {
        about: "Example shop",
        email: "shop@example.com",
        websites: ["https://shop.example/"],
        hasPicture: false,
      },
    },
    { moment: "after", profile: { hasPicture: false } },
  ]);
  await look(move, "0h");
  const [first] = await checksOf(move);
  const row = first?.points.find(({ point }) => point === "business_profile");
  expect(row).toMatchObject({ verdict: "bad", fields: ["about", "email", "websites"] });
  expect(JSON.stringify(first)).not.toContain("shop@example.com");
});

it("an unreadable profile stops no move, and is reported as not read", async () => {
  const move = await moveIn();
  move.simulator.simulation.addFault({
    operation: "get_profile",
    times: 0,
    action: { kind: "error", error: { code: 100 } },
  });
  await move.drive();
  expect((await move.row()).status).toBe("monitoring");
  expect(await move.exceptions()).toEqual([]);
  await look(move, "0h");
  expect(await bad(move, "0h")).toEqual(["business_profile unknown"]);
});
