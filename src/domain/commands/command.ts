/** What a command consists of: its input, its answer, and the permission that the screens check. */
import type * as z from "zod/mini";
import type { Permission } from "../access/permissions.ts";

type Declared = {
  input: z.ZodMiniObject;
  /** null: the database itself finds out who may give it. */
  permission: Permission | null;
};

export type Command = Declared & { outcome: z.ZodMiniType<{ id: string }> };

/** Gives all these commands the same kind of answer. */
export function withOutcome<
  Outcome extends Command["outcome"],
  const Commands extends Record<string, Declared>,
>(outcome: Outcome, commands: Commands): { [Name in keyof Commands]: Commands[Name] & { outcome: Outcome } } {
  const entries = Object.entries(commands).map(([name, command]) => [name, { ...command, outcome }]);
  return Object.fromEntries(entries) as { [Name in keyof Commands]: Commands[Name] & { outcome: Outcome } };
}
