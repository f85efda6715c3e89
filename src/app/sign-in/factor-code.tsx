/** Six digits from the authenticator app, submitted as soon as they are complete. */
import { Alert } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type FactorAnswer, useLevelChange } from "../../queries/second-factor.ts";
import { CodeInput } from "../../ui/code-input.tsx";
import layout from "../../ui/layout.module.css";

export function FactorCode({ onCode }: { onCode: (code: string) => Promise<FactorAnswer> }) {
  const { t } = useTranslation();
  const changed = useLevelChange();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<"wrong" | "wait" | "broken">();
  const give = async (code: string) => {
    setBusy(true);
    setProblem(undefined);
    try {
      const answer = await onCode(code);
      if (answer === "passed") await changed();
      else setProblem(answer);
    } catch {
      setProblem("broken");
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <CodeInput
        label={t("second_factor.code")}
        disabled={busy}
        invalid={problem === "wrong"}
        onComplete={(code) => void give(code)}
        autoFocus
      />
      {problem && (
        <Alert type="error" showIcon title={t(`second_factor.${problem}`)} className={layout.above16} />
      )}
    </>
  );
}
