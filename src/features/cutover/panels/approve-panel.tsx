/** The approval of register: in words, with the last four digits of the number typed by hand. */
import { useTranslation } from "react-i18next";
import type { CutoverRequest } from "../cutover-data.ts";
import { DigitsForm } from "./digits-form.tsx";
import { type GivenPin, givenPin, useCutoverCommand } from "../use-cutover-command.ts";

type Props = { request: CutoverRequest; onPin: (given: GivenPin) => void };

export function ApprovePanel({ request, onPin }: Props) {
  const { t } = useTranslation("cutover");
  const { perform, busy } = useCutoverCommand(request);
  const approve = async (lastFour: string) => {
    const answer = await perform({ command: "approve_register", lastFour });
    const given = answer && givenPin(answer);
    if (given) onPin(given);
  };
  return (
    <DigitsForm
      title={t("approve.title")}
      lead={t("approve.lead")}
      action={t("approve.go")}
      busy={busy}
      onApprove={approve}
    />
  );
}
