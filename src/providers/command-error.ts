/** How Portdesk refuses, and what the person is told. */
import type { HttpError } from "@refinedev/core";
import * as z from "zod/mini";

const shape = z.object({
  error: z.object({
    code: z.string(),
    hint: z.optional(z.string()),
    fields: z.optional(z.array(z.object({ path: z.string(), code: z.string() }))),
  }),
});

export type FieldProblem = { path: string; code: string };

/** In Refine's shape; without a status, because a refused command ends no session. */
export class CommandError extends Error implements HttpError {
  readonly statusCode = 0;
  readonly code: string;
  readonly hint: string | undefined;
  readonly fields: readonly FieldProblem[];

  constructor(code: string, hint?: string, fields: readonly FieldProblem[] = []) {
    super(code);
    this.name = "CommandError";
    this.code = code;
    this.hint = hint;
    this.fields = fields;
  }
}

/** Turns what was caught into a refusal: anything else is an internal error. */
export function asCommandError(error: unknown): CommandError {
  return error instanceof CommandError ? error : new CommandError("internal");
}

/** The refusal in an answer of a function; anything unreadable is "internal". */
export function commandErrorOf(body: unknown): CommandError {
  const parsed = shape.safeParse(body);
  if (!parsed.success) return new CommandError("internal");
  const { code, hint, fields } = parsed.data.error;
  return new CommandError(code, hint, fields);
}
