/** The approval of register: in words, with the last four digits of the number typed by hand. */
import { useTranslation } from "react-i18next";
import type { CutoverRequest } from "./cutover-data.ts";
import { DigitsForm } from "./digits-form.tsx";
import { useAct } from "./use-act.ts";

export function ApprovePanel({ request, onPin }: { request: CutoverRequest; onPin: (pin: string) => void }) {
  const { t } = useTranslation("cutover");
  const { perform, busy } = useAct(request);
  const approve = async (lastFour: string) => {
    const answer = await perform({ act: "approve_register", lastFour });
    if (answer?.pin) onPin(answer.pin);
  };
  return <DigitsForm lead={t("approve.lead")} action={t("approve.go")} busy={busy} onApprove={approve} />;
}
