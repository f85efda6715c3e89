/** Title, why and how of a client's next step. */
import { readingPace } from "#domain/checks/reading-pace.ts";
import { rejectionReasons } from "#domain/status/statuses.ts";
import { useTranslation } from "react-i18next";
import { useFormattedPhone } from "../../../lib/format-phone.ts";
import { type ClientStep, isWaitingOnClient } from "./client-step.ts";
import type { PortalRequest } from "../portal-request.ts";

export type StepText = { title: string; why?: string; how?: string };

/** Returns a function, because a list needs many titles. */
export function useStepTitle(): (step: ClientStep) => string {
  const { t } = useTranslation(["portal", "domain"]);
  return (step) => {
    if (step.kind === "check") return t(`portal:check.${step.code}.title`);
    if (step.kind === "manual") return t(`portal:manual.${step.step}.title`);
    if (step.kind === "exception") {
      return isWaitingOnClient(step) ? t(`domain:exception.${step.code}.title`) : t("portal:step.ours.title");
    }
    return t(`portal:step.${step.kind}.title`);
  };
}

export function useStepText(
  step: ClientStep,
  request: Pick<PortalRequest, "phone_number" | "closed_note" | "closed_reason">,
): StepText {
  const { t } = useTranslation(["portal", "domain"]);
  const title = useStepTitle()(step);
  const number = useFormattedPhone(request.phone_number);
  switch (step.kind) {
    case "check":
      return { title, why: t(`portal:check.${step.code}.why`), how: t(`portal:check.${step.code}.how`) };
    case "exception": {
      const why = t(`domain:exception.${step.code}.client`);
      const next = t(`domain:exception.${step.code}.client_next`);
      return isWaitingOnClient(step) ? { title, why, how: next } : { title, why: `${why} ${next}` };
    }
    case "manual":
      return { title, why: t(`portal:manual.${step.step}.why`), how: t(`portal:manual.${step.step}.how`) };
    case "sign_up":
    case "confirm_integration":
    case "continue_draft":
    case "answer":
    case "confirm_date":
    case "request_code":
      return { title, why: t(`portal:step.${step.kind}.why`), how: t(`portal:step.${step.kind}.how`) };
    case "enter_code":
      return {
        title,
        why: t("portal:step.enter_code.why"),
        how: t("portal:step.enter_code.how", { number }),
      };
    case "rejected": {
      const reason = rejectionReasons.find((code) => code === request.closed_reason);
      const said = [reason && t(`domain:rejection.${reason}`), request.closed_note]
        .filter(Boolean)
        .join(". ");
      return {
        title,
        why: said ? `${said}. ${t("portal:step.rejected.why")}` : t("portal:step.rejected.why"),
      };
    }
    case "wait_answer":
      return { title, why: t("portal:step.wait_answer.why", { hours: readingPace.allHours }) };
    case "wait_two_step":
      return {
        title,
        why: t("portal:step.wait_two_step.why", {
          minutes: readingPace.twoStepMinutes,
          hours: readingPace.twoStepHours,
        }),
      };
    case "switch_systems":
    case "wait":
    case "wait_meta":
    case "wait_old_provider":
    case "hold":
    case "completed":
    case "cancelled":
    case "failed":
      return { title, why: t(`portal:step.${step.kind}.why`) };
  }
}
