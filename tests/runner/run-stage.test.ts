import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { endRunningStages, runStage } from "./run-stage.ts";
import type { Stage } from "./stages.ts";

function shell(script: string): Stage {
  const totals: Stage["totals"] = (exitCode) =>
    exitCode === 0
      ? { passed: 1, failed: 0, notes: [] }
      : { passed: 0, failed: 1, notes: [`code ${exitCode}`] };
  return { name: "shell", command: () => ["sh", "-c", script], totals };
}

test("each stage has its own output, exit code and report path", async () => {
  const stage = {
    ...shell('echo "to $REPORT"; echo oops >&2; exit 3'),
    environment: (REPORT: string) => ({ REPORT }),
  };
  const result = await runStage(stage, "/tmp/report.json", 10_000);
  expect(result).toMatchObject({ passed: 0, failed: 1, notes: ["code 3"] });
  expect(result.output).toContain("to /tmp/report.json");
  expect(result.output).toContain("oops");
});

test("a stage that hangs is ended and fails", async () => {
  const result = await runStage(shell("sleep 60"), "", 200);
  expect(result.failed).toBe(1);
  expect(result.output).toContain("without an answer");
});

test("a command that does not exist fails", async () => {
  const missing: Stage = { ...shell(""), command: () => ["no-such-command-anywhere"] };
  expect(await runStage(missing, "", 10_000)).toMatchObject({ failed: 1, notes: ["code 127"] });
});

test("nothing that a stage started outlives it", async () => {
  const mark = join(mkdtempSync(join(tmpdir(), "portdesk-stage-")), "mark");
  expect(await runStage(shell(`(sleep 0.4; touch ${mark}) &`), "", 10_000)).toMatchObject({ passed: 1 });
  await new Promise((later) => setTimeout(later, 800));
  expect(existsSync(mark)).toBe(false);
});

test("an interrupted run ends the running stage", async () => {
  const running = runStage(shell("sleep 60"), "", 30_000);
  endRunningStages();
  expect((await running).failed).toBe(1);
});
