/** What a command is: its input, its answer, and the permission that the screens ask for. */
import type * as z from "zod/mini";
import type { Permission } from "../access/permissions.ts";

type Declared = {
  input: z.ZodMiniObject;
  /** null: the database finds out by itself whom it is for. */
  permission: Permission | null;
};

export type Command = Declared & { outcome: z.ZodMiniType<{ id: string }> };

/** Commands that all answer alike. */
export function withOutcome<
  Outcome extends Command["outcome"],
  const Commands extends Record<string, Declared>,
>(outcome: Outcome, commands: Commands): { [Name in keyof Commands]: Commands[Name] & { outcome: Outcome } } {
  const entries = Object.entries(commands).map(([name, command]) => [name, { ...command, outcome }]);
  return Object.fromEntries(entries) as { [Name in keyof Commands]: Commands[Name] & { outcome: Outcome } };
}
