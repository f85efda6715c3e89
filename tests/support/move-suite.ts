/** What every file of workflow tests begins with: a database, a provider's office, and new moves in it. */
import { afterAll, beforeAll, expect } from "vitest";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { createMove, type Move, type MoveOptions } from "./move-runner.ts";
import { createOffice, fictionNumber, moveSeed, type Office } from "./move-fixture.ts";

type Change = Parameters<typeof moveSeed>[1];
type Settings = NonNullable<ReturnType<typeof moveSeed>["settings"]>;

/** Call it at the top of a test file. */
export function prepareMoves() {
  let database: TestDatabase;
  let office: Office;
  let numbers = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    office = await createOffice(database, "brightline");
  });
  afterAll(async () => database.drop());

  /** A move whose accounts at Meta are changed before it begins. */
  async function moveIn(
    change?: Change,
    options: Partial<Pick<MoveOptions, "fetch" | "timing" | "route" | "isTimeShared">> = {},
  ): Promise<Move> {
    const e164 = fictionNumber((numbers += 1));
    return createMove({ database, office, e164, seed: moveSeed(e164, change), ...options });
  }

  /** A move that has come to its end, its number after the move. */
  async function moved(): Promise<Move> {
    const move = await moveIn();
    await move.drive();
    expect((await move.row()).status).toBe("monitoring");
    return move;
  }

  return {
    moveIn,
    moved,
    withSettings: (settings: Settings) => moveIn((seed) => (seed.settings = settings)),
    database: () => database,
  };
}

/** Works the move until it stands at the step; automatic steps run through, so it must be one where people act. */
export async function until(move: Move, step: string): Promise<void> {
  for (let now = await move.current(); now && now.step !== step; now = await move.current())
    await move.advance();
}

/** The step at which the move stands, with its state. */
export async function stateOf(move: Move): Promise<string> {
  const step = await move.current();
  return `${step?.step} ${step?.state}`;
}

/** Has a stopped step tried again and expects the move to come to its end, registered once. */
export async function retry(move: Move, step: string): Promise<void> {
  await move.command(move.office.manager, "retry_step", { p_step: step });
  await move.drive();
  expect((await move.row()).status).toBe("monitoring");
  expect(move.effects("register").filter((text) => text.includes("registered as"))).toHaveLength(1);
}
