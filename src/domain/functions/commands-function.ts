/** The function that accepts every command of the catalogue; its answer is the command's outcome. */
import * as z from "zod/mini";

export const commandsFunction = {
  name: "commands",
  request: z.object({ command: z.string(), input: z.optional(z.unknown()) }),
} as const;
