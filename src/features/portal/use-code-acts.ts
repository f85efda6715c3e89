/** The two acts about the code, carried out by the function that runs the move. */
import { type Step, type StepState, stepCatalogue } from "#domain/cutover/step-catalogue.ts";
import { useInvalidate } from "@refinedev/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { CommandError } from "../../providers/command-error.ts";
import { useErrorText } from "../../providers/error-text.ts";
import { postToFunction } from "../../providers/function-call.ts";
import type { CodeActs, CodeAnswer } from "./code-acts.ts";
import type { PortalRequest, PortalStep } from "./portal-request.ts";

const answer = z.object({
  state: z.string(),
  error: z.optional(z.string()),
  attemptsLeft: z.optional(z.int()),
  waitUntil: z.nullish(z.string()),
});

export function useCodeActs(request: Pick<PortalRequest, "id" | "version">): CodeActs {
  const { t, i18n } = useTranslation("portal");
  const errorText = useErrorText();
  const invalidate = useInvalidate();
  const { id, version } = request;

  return useMemo(() => {
    const act = async (step: Step, body: Record<string, unknown>, done: string): Promise<CodeAnswer> => {
      try {
        const response = await postToFunction("cutover", { ...body, request: id, version });
        const { state, error, attemptsLeft, waitUntil } = answer.parse(await response.json());
        return {
          ...wordsFor(state, error, done),
          attemptsLeft,
          waitUntil: momentOf(waitUntil) ?? pauseAfter(step),
        };
      } catch (error) {
        const refusal = error instanceof CommandError ? error : new CommandError("internal");
        return { problem: errorText(refusal), waitUntil: momentOf(refusal.hint) };
      } finally {
        for (const resource of ["migration_requests", "cutover_steps", "request_exceptions"]) {
          void invalidate({ resource, invalidates: ["all"] });
        }
      }
    };
    const wordsFor = (state: string, error: string | undefined, done: string): CodeAnswer => {
      if (error) return { problem: errorText(new CommandError(error)) };
      const came: Partial<Record<StepState, CodeAnswer>> = {
        done: { done },
        unknown: { problem: t("code.unknown") },
      };
      return Object.entries(came).find(([name]) => name === state)?.[1] ?? {};
    };
    return {
      request: (method) =>
        act("request_code", { act: "request_code", method, language: i18n.language }, t("code.sent")),
      enter: (code) => act("verify_code", { act: "enter_code", code }, t("code.accepted")),
    };
  }, [id, version, t, i18n.language, errorText, invalidate]);
}

function momentOf(time: string | null | undefined): number | undefined {
  const moment = time ? Date.parse(time) : Number.NaN;
  return Number.isNaN(moment) ? undefined : moment;
}

function pauseAfter(step: Step): number | undefined {
  const { pauseSeconds } = stepCatalogue[step];
  return pauseSeconds === undefined ? undefined : Date.now() + pauseSeconds * 1000;
}

/** What is known of the code before anything is done on this page: attempts left, and when another may be asked for. */
export function codeFacts(steps: readonly PortalStep[]): CodeAnswer {
  const asked = steps.find(({ step }) => step === "request_code");
  const given = steps.find(({ step }) => step === "verify_code");
  const pause = stepCatalogue.request_code.pauseSeconds ?? 0;
  return {
    attemptsLeft: given?.result?.attemptsLeft,
    waitUntil: asked?.finished_at ? Date.parse(asked.finished_at) + pause * 1000 : undefined,
  };
}
