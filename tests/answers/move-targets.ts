/** The scenarios' answers, each spoilt in the step that asked for it; the move then goes on to its end. */
import { judgeAttempt } from "./move-judges.ts";
import { advances, type Attempt, playMove } from "./played-move.ts";
import { maxSpoilt, type Scenario, scenarios, startOf } from "./scenarios.ts";
import { operationOf, type Target, type Verdict } from "./target.ts";

/** Throws where the move that nobody spoils is not what its scenario says. */
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
    // Another write is another attempt of a person.
    repeats: exchange.method === "GET",
    play: async (plan) => verdictOn(await playMove(from, plan)),
  }));
}

/** On the step whose answer was spoilt, and on every later one. */
function verdictOn(attempts: readonly Attempt[]): Verdict {
  const faults = attempts.map(judgeAttempt).filter((fault) => fault !== null);
  if (faults.length > 0) return { kind: "wrong", why: faults.join("; ") };
  const [first] = attempts;
  return { kind: first && advances(first.closing) ? "said" : "refused", why: "" };
}
