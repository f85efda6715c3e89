import { describe, expect, it } from "vitest";
import { clientRows, staffRows } from "../../../tests/fixtures/proof-fixture.ts";
import { canonicalJson } from "./canonical-json.ts";
import { buildProof, proofDocument, proofStage } from "./proof-document.ts";

const staff = buildProof(staffRows(), "staff").sections;
const client = buildProof(clientRows(), "client");

describe("the staff's proof", () => {
  it("holds each promise with what was read on both sides and why it deviates", () => {
    const { beforeAt, afterAt, rows } = staff.promises;
    expect([beforeAt, afterAt]).toEqual(["2026-11-23T10:05:00+00:00", "2026-11-23T10:09:00+00:00"]);
    const of = (name: string) => rows.find(({ promise }) => promise === name);
    expect(of("display_name")).toMatchObject({ verdict: "equal", deviation: null, exceptions: [] });
    expect(of("quality")).toMatchObject({
      before: "GREEN",
      after: "YELLOW",
      deviation: "changed",
      exceptions: ["QUALITY_CHANGED"],
    });
    expect(of("messaging_limit")).toMatchObject({ verdict: "unknown", deviation: "not_settled" });
  });

  it("names who agreed, including the provider's own staff", () => {
    expect(staff.approvals.map(({ action, by, name }) => [action, by, name])).toEqual([
      ["request.submit", "client", "Clio Thread"],
      ["window.confirm", "client", "Clio Thread"],
      ["cutover.second_approve", "provider", "Otto Second"],
      ["cutover.start", "provider", "Mara Quist"],
      ["cutover.approve", "provider", "Mara Quist"],
      ["request.complete", "provider", "Mara Quist"],
    ]);
    expect(staff.approvals.at(-2)?.step).toBe("register");
  });

  it("counts the clocks up to the last event, and every minute for one party", () => {
    const { counted } = staff.clocks;
    expect(counted?.until).toBe("2026-11-23T10:20:00+00:00");
    const total = Object.values(counted?.byParty ?? {}).reduce((sum, part) => sum + part, 0);
    expect(total).toBe(19 * 60_000);
    expect(counted?.clocks.find(({ code }) => code === "cutover")).toMatchObject({
      spent: 5 * 60_000,
      allowance: 60 * 60_000,
      state: "met",
    });
  });

  it("says what became of the number after its move, and gives the gap as far as it was measured", () => {
    const { afterMove, gap } = buildProof(clientRows(), "client").sections;
    expect(afterMove.readings.map(({ moment }) => moment)).toEqual(["0h"]);
    expect(afterMove.pins).toMatchObject([{ side: "client", outcome: "set" }]);
    expect(afterMove.tests).toHaveLength(1);
    // Registered between the sixth minute and the seventh; the first message each way passes in the eighth.
    expect(gap).toMatchObject({ sending: { least: 0, most: 120 }, receiving: { least: 0, most: 120 } });
    expect(buildProof({ ...clientRows(), messages: [] }, "client").sections.gap).toBeNull();
  });

  it("lists every template in the same order, whatever order the rows came in", () => {
    const backwards = staffRows();
    for (const list of [backwards.templates, backwards.events, backwards.snapshots, backwards.steps])
      list.reverse();
    expect(canonicalJson(buildProof(backwards, "staff"))).toBe(
      canonicalJson(buildProof(staffRows(), "staff")),
    );
    expect(staff.templates).toMatchObject({ kept: 2, lost: 1, pending: 0, forecast: { hits: 3, misses: 0 } });
    expect(staff.templates.list.map(({ name, language }) => `${name} ${language}`)).toEqual([
      "sale en",
      "welcome en",
      "welcome ru",
    ]);
  });
});

describe("the client's proof", () => {
  it("says nothing that is only for staff", () => {
    const text = canonicalJson(client);
    for (const secret of [
      "Mara",
      "Otto",
      "Clio",
      "AbCdEfTrace",
      "secret of the house",
      "second_approve",
      "m1",
    ])
      expect(text, secret).not.toContain(secret);
    expect(client.sections.clocks.counted).toBeNull();
    expect(client.sections.approvals.map(({ action }) => action)).toContain("cutover.approve");
  });

  it("is the same, whoever makes it", () => {
    expect(buildProof(staffRows(), "client")).toEqual(client);
  });
});

it("has a strict shape", () => {
  expect(proofDocument.safeParse(client).success).toBe(true);
  expect(proofDocument.safeParse({ ...client, format: "portdesk.proof/0" }).success).toBe(false);
  expect(proofDocument.safeParse({ ...client, note: "n" }).success).toBe(false);
});

it("compares the last reading of the source with the last of the destination", () => {
  const rows = staffRows();
  const [before] = rows.snapshots;
  if (!before) throw new Error("no reading");
  const older = {
    ...before,
    taken_at: "2026-11-20T10:00:00+00:00",
    data: { number: { id: "1", verifiedName: "An older name" } },
  };
  const { promises } = buildProof({ ...rows, snapshots: [...rows.snapshots, older] }, "staff").sections;
  expect(promises.rows[0]).toMatchObject({ promise: "display_name", verdict: "equal" });
});

it("waits for both readings unless the move has ended", () => {
  const rows = staffRows();
  const { request } = rows;
  const moving = { ...request, status: "cutover" as const };
  const beforeOnly = rows.snapshots.slice(0, 1);
  expect(proofStage({ ...rows, snapshots: [] })).toBe("not_begun");
  expect(proofStage({ ...rows, request: moving, snapshots: beforeOnly })).toBe("waiting");
  expect(proofStage({ ...rows, request: { ...request, status: "cancelled" }, snapshots: beforeOnly })).toBe(
    "ready",
  );
  expect(proofStage({ ...rows, request: moving })).toBe("ready");
  const ended = buildProof({ ...rows, snapshots: beforeOnly }, "client").sections.promises.rows;
  expect(ended.map(({ deviation }) => deviation)).toContain("not_read_after");
});
