/** The two commands for the code, carried out by the function that runs the move. */
import { stepCatalogue } from "#domain/cutover/step-catalogue.ts";
import { cutoverFunction } from "#domain/functions/cutover-function.ts";
import type { RequestOf } from "#domain/functions/edge-function.ts";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { retryOnConflict } from "../../../queries/commands/retry-on-conflict.ts";
import { asCommandError, CommandError } from "../../../providers/command-error.ts";
import { useErrorText } from "../../../queries/commands/error-text.ts";
import { callFunction } from "../../../providers/function-client.ts";
import { useRefresh } from "../../../queries/commands/refresh.ts";
import type { CodeActions, CodeAnswer } from "./code-actions.ts";
import type { PortalRequest, PortalStep } from "../portal-request.ts";
import { useNotify } from "../../../providers/notify.ts";

type Request = RequestOf<typeof cutoverFunction>;
type Asking = Omit<Extract<Request, { command: "request_code" }>, "request" | "version">;
type Entering = Omit<Extract<Request, { command: "enter_code" }>, "request" | "version">;

export function useCodeActions(request: Pick<PortalRequest, "id" | "version">): CodeActions {
  const { t, i18n } = useTranslation("portal");
  const errorText = useErrorText();
  const refresh = useRefresh();
  const notify = useNotify();
  const { id, version } = request;

  return useMemo(() => {
    const call = async (action: Asking | Entering, done: string): Promise<CodeAnswer> => {
      try {
        // Other changes since this page was read do not affect the code.
        const { state, error, attemptsLeft, waitUntil } = await retryOnConflict(version, (now) =>
          callFunction(cutoverFunction, { ...action, request: id, version: now }),
        );
        const facts = { attemptsLeft, waitUntil: momentOf(waitUntil) };
        if (error) return { ...facts, problem: errorText(new CommandError(error)) };
        if (state === "unknown") return { ...facts, problem: t("code.unknown") };
        return state === "done" ? { ...facts, done } : facts;
      } catch (error) {
        const refusal = asCommandError(error);
        return { problem: errorText(refusal), waitUntil: momentOf(refusal.hint) };
      } finally {
        void refresh();
      }
    };
    return {
      async request(method) {
        const asking = { command: "request_code", method, language: i18n.language } as const;
        const { attemptsLeft: _asks, ...came } = await call(asking, t("code.sent"));
        const pause = (stepCatalogue.request_code.pauseSeconds ?? 0) * 1000;
        return { ...came, waitUntil: came.waitUntil ?? (came.done ? Date.now() + pause : undefined) };
      },
      async enter(code) {
        const came = await call({ command: "enter_code", code }, t("code.accepted"));
        // The card is replaced by the next one at once, so the thanks appear beside it.
        if (came.done) notify.success(came.done, 6);
        return came;
      },
    };
  }, [id, version, t, i18n.language, errorText, refresh, notify]);
}

function momentOf(time: string | null | undefined): number | undefined {
  const moment = time ? Date.parse(time) : Number.NaN;
  return Number.isNaN(moment) ? undefined : moment;
}

/** What is known of the code before any action on this page: attempts left, and when another may be requested. */
export function codeFacts(steps: readonly PortalStep[]): CodeAnswer {
  const asked = steps.find(({ step }) => step === "request_code");
  const given = steps.find(({ step }) => step === "verify_code");
  const pause = stepCatalogue.request_code.pauseSeconds ?? 0;
  return {
    attemptsLeft: given?.result?.attemptsLeft,
    waitUntil: asked?.finished_at ? Date.parse(asked.finished_at) + pause * 1000 : undefined,
  };
}
