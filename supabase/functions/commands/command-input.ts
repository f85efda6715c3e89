/** The input of a command: checked by the catalogue, phone numbers by the numbering plans, named as SQL names it. */
import { type CommandName, commandCatalogue } from "#domain/commands/command-catalogue.ts";
import { settingsCatalogue, type SettingsName } from "#domain/commands/settings-catalogue.ts";
import { application } from "#domain/requests/application.ts";
import { parsePhoneNumber } from "#domain/requests/phone-number.ts";
import type * as z from "zod/mini";
import { Refusal, type RefusalField } from "../_shared/refusal.ts";

export type AnyCommand = CommandName | SettingsName;

/** Every command that the function takes, with its input. */
export const commandInputs = { ...commandCatalogue, ...settingsCatalogue };

/** The arguments of the SQL function of that name; throws invalid_input with the fields at fault. */
export function checkedInput(command: AnyCommand, input: unknown): Record<string, unknown> {
  const schema = commandInputs[command].input;
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues.map(fieldOf));
  const values: Record<string, unknown> = parsed.data;
  // SQL finds a function by the names of its arguments, so one left out is sent as null.
  return Object.fromEntries(
    Object.keys(schema.shape).map((key) => [sqlName(key), withSoundNumber(key, values[key] ?? null)]),
  );
}

function withSoundNumber(key: string, value: unknown): unknown {
  if (key !== "application") return value;
  const form = application.parse(value);
  const result = parsePhoneNumber(form.phoneNumber, form.phoneCountry);
  if ("problem" in result) throw invalidInput([{ path: "phoneNumber", code: result.problem }]);
  return { ...form, phoneNumber: result.number.e164 };
}

/** A field of the application form goes by the name it has on the form. */
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
