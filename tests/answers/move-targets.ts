/** The scenarios' answers, each spoilt in the step that requested it; the move then continues to its end. */
import { judgeAttempt } from "./move-judges.ts";
import { advances, type Attempt, playMove } from "./played-move.ts";
import { maxSpoilt, type Scenario, scenarios, startOf } from "./scenarios.ts";
import { operationOf, type Target, type Verdict } from "./target.ts";

/** Throws if the undisturbed move differs from its scenario. */
export async function moveTargets(chosen: readonly Scenario[] = scenarios): Promise<Target[]> {
  const targets: Target[] = [];
  for (const scenario of chosen) {
    const attempts = await playMove(startOf(scenario));
    const faults = attempts.map(judgeAttempt).filter((fault) => fault !== null);
    if (faults.length > 0) throw new Error(`${scenario.name}, unspoilt: ${faults.join("; ")}`);
    const asked = attempts.filter(
      ({ step }, index) =>
        (scenario.step === undefined || step === scenario.step) &&
        attempts.slice(0, index).filter((before) => before.step === step).length < maxSpoilt,
    );
    if (asked.length === 0) throw new Error(`${scenario.name} never comes to ${scenario.step}`);
    for (const attempt of asked) targets.push(...targetsOf(scenario, attempt));
  }
  return targets;
}

function targetsOf(scenario: Scenario, { step, from, exchanges }: Attempt): Target[] {
  if (from === null) return [];
  return exchanges.map((exchange, index) => ({
    scenario: scenario.name,
    operation: operationOf(step, exchange),
    exchange,
    index,
    // Another write is another of the person's attempts.
    repeats: exchange.method === "GET",
    play: async (plan) => verdictOn(await playMove(from, plan)),
  }));
}

/** Judges the step with the spoilt answer and every later one. */
function verdictOn(attempts: readonly Attempt[]): Verdict {
  const faults = attempts.map(judgeAttempt).filter((fault) => fault !== null);
  if (faults.length > 0) return { kind: "wrong", why: faults.join("; ") };
  const [first] = attempts;
  return { kind: first && advances(first.closing) ? "said" : "refused", why: "" };
}
