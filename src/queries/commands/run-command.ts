/** Runs a command for pages that do without Refine; throws a CommandError, and reads nothing again. */
import type { CommandInput, CommandName, CommandOutcome } from "#domain/commands/command-catalogue.ts";
import { commandsFunction } from "#domain/functions/commands-function.ts";
import { asCommandError } from "../../providers/command-error.ts";
import { postByName } from "../../providers/function-client.ts";

export async function runCommand<Name extends CommandName>(
  command: Name,
  input: CommandInput<Name>,
): Promise<CommandOutcome<Name>> {
  try {
    const response = await postByName(commandsFunction.name, { command, input });
    // The function has validated it against the catalogue's schema, which no screen needs to load.
    return (await response.json()) as CommandOutcome<Name>;
  } catch (error) {
    throw asCommandError(error);
  }
}
