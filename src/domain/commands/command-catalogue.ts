/** Every change that a person can make; each command is one SQL function of the same name. */
import * as z from "zod/mini";
import type { Command } from "./command.ts";
import { providerCommands } from "./provider-commands.ts";
import { requestCommands, type requestOutcome } from "./request-commands.ts";

export const commandCatalogue = {
  ...requestCommands,
  ...providerCommands,
} satisfies Record<string, Command>;

type Catalogue = typeof commandCatalogue;
export type CommandName = keyof Catalogue;
export type CommandInput<Name extends CommandName> = z.input<Catalogue[Name]["input"]>;
export type CommandOutcome<Name extends CommandName> = z.output<Catalogue[Name]["outcome"]>;
export type RequestOutcome = z.output<typeof requestOutcome>;

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commandCatalogue, name);
}

/** A refusal that must leave something behind: the database's own refusal would roll it back. */
export const lastingRefusal = z.object({ refused: z.string() });
