/** Shows with real processes that what was started on a leash ends with its owner, and not before. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterEach, expect, it, vi } from "vitest";
import { spawnOnLeash } from "./leash.ts";
import { startOf } from "./process-table.ts";

const program = "console.log(process.pid); setInterval(() => undefined, 1000);";
const owner = `
  import { spawnOnLeash } from ${JSON.stringify(path.join(import.meta.dirname, "leash.ts"))};
  const child = spawnOnLeash(process.execPath, ["-e", ${JSON.stringify(program)}], { signal: "TERM" });
  child.stdout.pipe(process.stdout);
  process.on("SIGINT", () => console.log("interrupted"));
`;

const owners: ChildProcess[] = [];
afterEach(() => {
  for (const one of owners.splice(0)) one.kill("SIGKILL");
});

/** Starts an owner in a group of its own, as a terminal does, and resolves once its program runs. */
async function startOwner() {
  const child = spawn(process.execPath, ["--input-type=module", "-e", owner], {
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  owners.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const pid = Number((await lines.next()).value);
  return { child, pid, nextLine: async () => (await lines.next()).value };
}

it("ends the program when its owner is killed", async () => {
  const { child, pid } = await startOwner();
  expect(startOf(pid)).toBeDefined();
  child.kill("SIGKILL");
  await vi.waitFor(() => expect(startOf(pid)).toBeUndefined(), 5000);
});

it("keeps Ctrl-C from the program", async () => {
  const { child, pid, nextLine } = await startOwner();
  process.kill(-(child.pid ?? 0), "SIGINT");
  expect(await nextLine()).toBe("interrupted");
  expect(startOf(pid)).toBeDefined();
});

it("hands on the process id, the output, the arguments and the exit code", async () => {
  const words = ["a b", "$HOME", "'"];
  const child = spawnOnLeash(
    process.execPath,
    ["-e", "console.log(process.pid, process.argv.slice(1).join('|')); process.exitCode = 7;", ...words],
    { signal: "TERM" },
  );
  const output: string[] = [];
  child.stdout?.on("data", (chunk: Buffer) => output.push(chunk.toString()));
  const [code] = await once(child, "close");
  expect([output.join("").trim(), code]).toEqual([`${child.pid} ${words.join("|")}`, 7]);
});
