/** The fault of the last code, its time, and the attempts left: also where the client entered it. */
import { useFormat } from "../../lib/format.ts";
import { useTranslation } from "react-i18next";
import type { StepRow } from "./cutover-data.ts";
import { Text } from "../../ui/text.tsx";

const known = ["code_wrong", "code_expired", "code_not_sent", "code_attempts_used"] as const;

export function MissedAttempt({ result }: { result: NonNullable<StepRow["result"]> }) {
  const { t } = useTranslation("cutover");
  const format = useFormat();
  const what = known.find((error) => error === result.error);
  if (!what || !result.at) return null;
  const at = format.date(result.at, "time");
  const said = [t(`missed.${what}`, { at })];
  if (result.attemptsLeft !== undefined && result.attempts !== undefined)
    said.push(t("missed.left", { attempts: result.attempts, left: result.attemptsLeft }));
  return (
    <Text type="danger" role="status">
      {said.join(", ")}
    </Text>
  );
}
