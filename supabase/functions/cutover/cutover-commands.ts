/** People's commands in a cut-over: the step that each one approves, and what is stored of it. */
import type { EngineStep } from "#domain/cutover/step-catalogue.ts";
import { cutoverFunction } from "#domain/functions/cutover-function.ts";
import * as z from "zod/mini";

export type CutoverCommand = z.output<typeof cutoverFunction.request>;

const commandName = z.object({
  command: z.enum(["request_code", "enter_code", "finish_signup", "register_silently", "approve_register"]),
});

export const stepOfCommand = {
  request_code: "request_code",
  enter_code: "verify_code",
  finish_signup: "embedded_signup",
  register_silently: "register_shared",
  approve_register: "register",
} as const satisfies Record<CutoverCommand["command"], EngineStep>;

/** `fields`: the paths of the wrong fields of a known command. */
export function readCommand(
  body: unknown,
): { input: CutoverCommand } | { problem: "unknown_command" } | { fields: string[] } {
  const parsed = cutoverFunction.request.safeParse(body);
  if (parsed.success) return { input: parsed.data };
  if (!commandName.safeParse(body).success) return { problem: "unknown_command" };
  return { fields: parsed.error.issues.map(({ path }) => path.join(".")) };
}

/** What the database stores of the approval; never a code. */
export function detailOf(taken: CutoverCommand): Record<string, string> {
  switch (taken.command) {
    case "request_code":
      return { method: taken.method, language: taken.language };
    case "enter_code":
      return {};
    case "register_silently":
      return taken.lastFour === undefined ? {} : { lastFour: taken.lastFour };
    case "finish_signup":
      return { wabaId: taken.wabaId, phoneNumberId: taken.phoneNumberId };
    case "approve_register":
      return { lastFour: taken.lastFour };
  }
}
