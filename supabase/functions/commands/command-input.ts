/** Validates a command's input, phone numbers by the numbering plans, and renames it for SQL. */
import { type CommandInput, type CommandName, commandCatalogue } from "#domain/commands/command-catalogue.ts";
import { application } from "#domain/requests/application.ts";
import { parsePhoneNumber } from "#domain/requests/phone-number.ts";
import type * as z from "zod/mini";
import type { FunctionArguments } from "../_shared/database/call.ts";
import { Refusal, type RefusalField } from "#domain/commands/refusal.ts";

/** phoneNumber → phone_number. */
type Snake<Text extends string> = Text extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${Snake<Rest>}`
  : "";
type SqlNames<Name extends CommandName> = `p_${Snake<keyof CommandInput<Name> & string>}`;
type ArgumentNames<Name extends CommandName> = keyof FunctionArguments<Name>;
/** Commands whose input and SQL function use different argument names. */
type Misnamed = {
  [Name in CommandName]: [SqlNames<Name>, ArgumentNames<Name>] extends [ArgumentNames<Name>, SqlNames<Name>]
    ? never
    : Name;
}[CommandName];

/**
 * Returns the arguments of the SQL function of that name; throws invalid_input with the wrong fields. Does not compile
 * for a command listed as misnamed.
 */
export function checkedInput<Name extends Exclude<CommandName, Misnamed>>(
  command: Name,
  input: unknown,
): FunctionArguments<Name> {
  const schema = commandCatalogue[command].input;
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues.map(fieldOf));
  const values: Record<string, unknown> = parsed.data;
  // SQL selects a function by its argument names, so a missing argument is sent as null.
  const named = Object.keys(schema.shape).map((key) => [
    sqlName(key),
    withSoundNumber(key, values[key] ?? null),
  ]);
  return Object.fromEntries(named) as FunctionArguments<Name>;
}

function withSoundNumber(key: string, value: unknown): unknown {
  if (key !== "application") return value;
  const form = application.parse(value);
  const result = parsePhoneNumber(form.phoneNumber, form.phoneCountry);
  if ("problem" in result) throw invalidInput([{ path: "phoneNumber", code: result.problem }]);
  return { ...form, phoneNumber: result.number.e164 };
}

/** A field of the application form keeps the name that it has on the form. */
function fieldOf(issue: z.core.$ZodIssue): RefusalField {
  const path = issue.path
    .map(String)
    .join(".")
    .replace(/^application\./, "");
  return { path, code: /^[a-z]+(_[a-z]+)+$|^required$/.test(issue.message) ? issue.message : "invalid" };
}

function invalidInput(fields: RefusalField[]): Refusal {
  return new Refusal(400, "invalid_input", { fields });
}

function sqlName(key: string): string {
  return `p_${key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
}
