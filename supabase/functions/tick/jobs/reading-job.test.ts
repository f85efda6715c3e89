import { expect, it } from "vitest";
import { Refusal } from "#domain/commands/refusal.ts";
import { fakeCall } from "../../../../tests/fixtures/engine/fake-call.ts";
import type { DueReading } from "../../_shared/checks/reading-store.ts";
import { createLogger } from "../../_shared/log.ts";
import { createReadingJob } from "./reading-job.ts";

const orders: DueReading[] = ["a", "b", "c"].map((request) => ({ request, scope: "all" }));

const noted: string[] = [];
const call = fakeCall({
  engine_note_failure: ({ p_job, p_row, p_error }) => noted.push(`${p_job} ${p_row} ${p_error}`),
});

function services(read: (order: DueReading, asked: boolean) => Promise<number>) {
  const none = () => Promise.reject(new Error("not here"));
  const readings = {
    due: () => Promise.resolve(orders),
    keep: () => Promise.resolve(2),
    open: none,
    record: none,
    giveUp: none,
  };
  return { readings, reader: { read }, call };
}

it("reads what is due and continues after one that may not be read now", async () => {
  const asked: string[] = [];
  const lines: string[] = [];
  const read = (order: DueReading, byPerson: boolean) => {
    asked.push(`${order.request} ${byPerson}`);
    if (order.request === "b") return Promise.reject(new Refusal(409, "reading_open"));
    return Promise.resolve(9);
  };
  const log = createLogger("tick", (line) => lines.push(line));
  expect(await createReadingJob(services(read), log).work(1000)).toBe(4);
  expect(asked).toEqual(["a false", "b false", "c false"]);
  expect(lines.join()).toContain("reading_open");
});

it("a reading that hangs does not block the others", async () => {
  const read: string[] = [];
  const hangs = Promise.withResolvers<number>();
  const working = createReadingJob(
    services(({ request }) => {
      if (request === "a") return hangs.promise;
      read.push(request);
      return Promise.resolve(9);
    }),
    createLogger("tick", () => undefined),
  ).work(1000);
  await expect.poll(() => read).toEqual(["b", "c"]);
  hangs.resolve(9);
  expect(await working).toBe(5);
});

it("names a request whose reading breaks, and reads the others", async () => {
  const lines: string[] = [];
  const read = ({ request }: DueReading) =>
    request === "a" ? Promise.reject(new Error("broken")) : Promise.resolve(9);
  const log = createLogger("tick", (line) => lines.push(line));
  expect(await createReadingJob(services(read), log).work(1000)).toBe(4);
  expect(noted).toEqual(["readings a broken"]);
  expect(JSON.parse(lines[0] ?? "{}")).toMatchObject({
    level: "error",
    event: "row_failed",
    request: "a",
    message: "broken",
  });
});
