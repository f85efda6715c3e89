/** Commands and functions for the screens: run, tell the person what went wrong, read again what changed. */
import type { CommandInput, CommandName, CommandOutcome } from "#domain/commands/command-catalogue.ts";
import { commandsFunction } from "#domain/functions/commands-function.ts";
import type { AnswerOf, EdgeFunction, RequestOf } from "#domain/functions/edge-function.ts";
import { useCallback, useState } from "react";
import * as z from "zod/mini";
import { asCommandError } from "./command-error.ts";
import { useErrorText } from "./error-text.ts";
import { callFunction, postToFunction } from "./function-call.ts";
import { readLastChange, useChangeText } from "./last-change.ts";
import { useRefresh } from "./refresh.ts";
import { useNotify } from "../../providers/notify.ts";

const aboutRequest = z.object({ request: z.string() });

/** Tells the person why not; of a version that has passed, also who changed the request and how. */
function useNotifyRefusal(): (error: unknown, input: unknown) => Promise<void> {
  const errorText = useErrorText();
  const changeText = useChangeText();
  const notify = useNotify();
  return useCallback(
    async (error, input) => {
      const refusal = asCommandError(error);
      const about = refusal.code === "version_conflict" ? aboutRequest.safeParse(input).data : undefined;
      const change = about && (await readLastChange(about.request).catch(() => null));
      const words = [errorText(refusal), ...(change ? [changeText(change)] : [])];
      notify.error(words.join(" "));
    },
    [errorText, changeText, notify],
  );
}

/**
 * `run` resolves to the outcome, or to undefined after the person was told why not.
 * `attempt` throws the CommandError instead, for forms that show it at their fields.
 */
export function useCommand() {
  const refresh = useRefresh();
  const notifyRefusal = useNotifyRefusal();
  const [pending, setPending] = useState(false);

  const attempt = useCallback(
    async <Name extends CommandName>(
      command: Name,
      input: CommandInput<Name>,
    ): Promise<CommandOutcome<Name>> => {
      setPending(true);
      try {
        const response = await postToFunction(commandsFunction, { command, input });
        // The function has read it by the catalogue's schema, which no screen need load.
        const outcome: CommandOutcome<Name> = await response.json();
        return outcome;
      } catch (error) {
        throw asCommandError(error);
      } finally {
        setPending(false);
        await refresh();
      }
    },
    [refresh],
  );

  const run = useCallback(
    async <Name extends CommandName>(
      command: Name,
      input: CommandInput<Name>,
    ): Promise<CommandOutcome<Name> | undefined> => {
      try {
        return await attempt(command, input);
      } catch (error) {
        void notifyRefusal(error, input);
        return undefined;
      }
    },
    [attempt, notifyRefusal],
  );

  return { run, attempt, pending };
}

/** Calls another function; resolves to its answer, or to undefined after the person was told why not. */
export function useFunctionCall() {
  const refresh = useRefresh();
  const notifyRefusal = useNotifyRefusal();
  return useCallback(
    async <Of extends EdgeFunction>(to: Of, body: RequestOf<Of>): Promise<AnswerOf<Of> | undefined> => {
      try {
        const answer = await callFunction(to, body);
        // What was done is done, and a PIN is in its answer alone: a reading that fails takes nothing of it.
        await refresh().catch(() => undefined);
        return answer;
      } catch (error) {
        // Whoever was refused may mend it and try again at once.
        void refresh();
        void notifyRefusal(error, body);
        return undefined;
      }
    },
    [refresh, notifyRefusal],
  );
}
