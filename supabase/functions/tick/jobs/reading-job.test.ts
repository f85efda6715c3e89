import { expect, it } from "vitest";
import { Refusal } from "#domain/commands/refusal.ts";
import { fakeCall } from "../../../../tests/fixtures/engine/fake-call.ts";
import type { DueReading } from "../../_shared/checks/reading-store.ts";
import { createLogger } from "../../_shared/log.ts";
import { createReadingJob } from "./reading-job.ts";

const noted: string[] = [];
const call = fakeCall({
  engine_note_failure: ({ p_job, p_row, p_error }) => noted.push(`${p_job} ${p_row} ${p_error}`),
});

/** `waiting`: the requests that are due; `read` takes away those that it has read. */
function services(
  waiting: string[],
  read: (order: DueReading, asked: boolean) => Promise<number>,
  atOnce = 8,
) {
  const none = () => Promise.reject(new Error("not here"));
  const readings = {
    due: (limit: number) =>
      Promise.resolve(waiting.slice(0, limit).map((request): DueReading => ({ request, scope: "all" }))),
    atOnce: () => Promise.resolve(atOnce),
    keep: () => Promise.resolve(2),
    open: none,
    record: none,
    giveUp: none,
  };
  return { readings, reader: { read }, call };
}

const settle = () => new Promise((done) => setImmediate(done));
const stopped = () => 0;
const quiet = createLogger("tick", () => undefined);

it("reads what is due and continues after one that may not be read now, which it asks for once", async () => {
  const asked: string[] = [];
  const lines: string[] = [];
  const waiting = ["a", "b", "c"];
  const read = (order: DueReading, byPerson: boolean) => {
    asked.push(`${order.request} ${byPerson}`);
    if (order.request === "b") return Promise.reject(new Refusal(409, "reading_open"));
    waiting.splice(waiting.indexOf(order.request), 1);
    return Promise.resolve(9);
  };
  const log = createLogger("tick", (line) => lines.push(line));
  expect(await createReadingJob(services(waiting, read), stopped, log).work(1000)).toBe(4);
  expect(asked).toEqual(["a false", "b false", "c false"]);
  expect(lines.join()).toContain("reading_open");
});

it("a reading that hangs does not block the others", async () => {
  const read: string[] = [];
  const hangs = Promise.withResolvers<number>();
  const working = createReadingJob(
    services(
      ["a", "b", "c"],
      ({ request }) => {
        if (request === "a") return hangs.promise;
        read.push(request);
        return Promise.resolve(9);
      },
      2,
    ),
    stopped,
    quiet,
  ).work(1000);
  await expect.poll(() => read).toEqual(["b", "c"]);
  hangs.resolve(9);
  expect(await working).toBe(5);
});

it("reads as many at once as the settings allow, and goes on until its time is up", async () => {
  let clock = 0;
  const waiting = Array.from({ length: 9 }, (_, index) => `r${index}`);
  const ends: (() => void)[] = [];
  const read = ({ request }: DueReading) =>
    new Promise<number>((done) => {
      ends.push(() => {
        waiting.splice(waiting.indexOf(request), 1);
        done(9);
      });
    });
  const working = createReadingJob(services(waiting, read, 3), () => clock, quiet).work(1000);
  await settle();
  expect(ends).toHaveLength(3);
  ends[1]?.();
  await settle();
  expect(ends).toHaveLength(4);
  clock = 1000;
  for (const end of ends) end();
  await settle();
  expect(ends).toHaveLength(4);
  // And two requests whose evidence had grown old.
  expect(await working).toBe(6);
});

it("names a request whose reading breaks, and reads the others", async () => {
  const lines: string[] = [];
  const read = ({ request }: DueReading) =>
    request === "a" ? Promise.reject(new Error("broken")) : Promise.resolve(9);
  const log = createLogger("tick", (line) => lines.push(line));
  expect(await createReadingJob(services(["a", "b", "c"], read), stopped, log).work(1000)).toBe(4);
  expect(noted).toEqual(["readings a broken"]);
  expect(JSON.parse(lines[0] ?? "{}")).toMatchObject({
    level: "error",
    event: "row_failed",
    request: "a",
    message: "broken",
  });
});
