/** Reports to staff how the signup window ended, if it left nothing to work with. */
import { commandsFunction } from "#domain/functions/commands-function.ts";
import type { CommandInput } from "#domain/commands/command-catalogue.ts";
import { isSignupScreen } from "#domain/cutover/signup-endings.ts";
import { postToFunction } from "../../../providers/function-client.ts";
import type { SignupEnd } from "./signup-session.ts";

/** The client sees it anyway, so a refused or lost report does no harm. Meta's words stay with the client. */
export async function reportSignupEnd(request: string, { ending, step, error }: SignupEnd): Promise<void> {
  const input: CommandInput<"report_signup"> = {
    request,
    ending,
    screen: step !== undefined && isSignupScreen(step) ? step : null,
    metaCode: error && /^\d{1,12}$/.test(error.code) ? error.code : null,
  };
  await postToFunction(commandsFunction, { command: "report_signup", input }).catch(() => undefined);
}
