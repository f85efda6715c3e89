/** Commands and functions for the screens: runs them, reports refusals to the person, and refetches what changed. */
import type { CommandInput, CommandName, CommandOutcome } from "#domain/commands/command-catalogue.ts";
import { commandsFunction } from "#domain/functions/commands-function.ts";
import type { AnswerOf, EdgeFunction, RequestOf } from "#domain/functions/edge-function.ts";
import { useCustomMutation } from "@refinedev/core";
import { useCallback } from "react";
import * as z from "zod/mini";
import { asCommandError } from "../../providers/command-error.ts";
import { useErrorText } from "./error-text.ts";
import { readLastChange, useChangeText } from "./last-change.ts";
import { useRefresh } from "./refresh.ts";
import { useNotify } from "../../providers/notify.ts";

const aboutRequest = z.object({ request: z.string() });

/** Explains a refusal to the person; for an outdated version, also who changed the request and how. */
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

/** One mutation of Refine for every change: once it is done, what is on the screen is read again. */
function useCustomCall() {
  const refresh = useRefresh();
  const { mutateAsync, mutation } = useCustomMutation();
  const call = useCallback(
    async (name: string, values: unknown): Promise<unknown> => {
      try {
        const quiet = { successNotification: false, errorNotification: false } as const;
        const url = `functions/${name}`;
        return (await mutateAsync({ url, method: "post", values: values as object, ...quiet })).data;
      } catch (error) {
        throw asCommandError(error);
      }
    },
    [mutateAsync],
  );
  return { call, refresh, pending: mutation.isPending };
}

/**
 * `run` resolves to the outcome, or to undefined after the person has seen the refusal. `attempt` throws the
 * CommandError instead, for forms that show it at their fields.
 */
export function useCommand() {
  const { call, refresh, pending } = useCustomCall();
  const notifyRefusal = useNotifyRefusal();

  const attempt = useCallback(
    async <Name extends CommandName>(
      command: Name,
      input: CommandInput<Name>,
    ): Promise<CommandOutcome<Name>> => {
      try {
        // The function has validated it against the catalogue's schema, which no screen needs to load.
        return (await call(commandsFunction.name, { command, input })) as CommandOutcome<Name>;
      } finally {
        await refresh();
      }
    },
    [call, refresh],
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

/** Calls another function; resolves to its answer, or to undefined after the person has seen the refusal. */
export function useFunctionCall() {
  const { call, refresh } = useCustomCall();
  const notifyRefusal = useNotifyRefusal();
  return useCallback(
    async <Of extends EdgeFunction>(to: Of, body: RequestOf<Of>): Promise<AnswerOf<Of> | undefined> => {
      try {
        const answer = to.answer.parse(await call(to.name, body)) as AnswerOf<Of>;
        // The change is done, and a PIN is only in its answer: a failed reading must not lose it.
        await refresh().catch(() => undefined);
        return answer;
      } catch (error) {
        // A person who was refused may correct it and try again at once.
        void refresh();
        void notifyRefusal(error, body);
        return undefined;
      }
    },
    [call, refresh, notifyRefusal],
  );
}
