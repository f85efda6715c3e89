/** Requests the code and enters it, by SMS or call; the remaining attempts show with the step. */
import { Alert, Button, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeInput } from "../../../ui/code-input.tsx";
import type { CutoverRequest } from "../cutover-data.ts";
import { useCutoverCommand } from "../use-cutover-command.ts";
import { Text } from "../../../ui/text.tsx";
import styles from "../cutover.module.css";

type Props = { request: CutoverRequest };

export function RequestCodePanel({ request }: Props) {
  const { t, i18n } = useTranslation("cutover");
  const { perform, busy } = useCutoverCommand(request);
  const ask = (method: "SMS" | "VOICE") =>
    void perform({ command: "request_code", method, language: i18n.language });
  return (
    <Space orientation="vertical">
      <Text>{t("code.ask_lead")}</Text>
      <Space wrap>
        <Button type="primary" loading={busy} onClick={() => ask("SMS")}>
          {t("code.by_sms")}
        </Button>
        <Button loading={busy} onClick={() => ask("VOICE")}>
          {t("code.by_voice")}
        </Button>
      </Space>
    </Space>
  );
}

export function EnterCodePanel({ request }: Props) {
  const { t, i18n } = useTranslation(["cutover", "domain"]);
  const { perform, busy } = useCutoverCommand(request);
  const [problem, setProblem] = useState<string>();
  const give = async (code: string) => {
    const answer = await perform({ command: "enter_code", code });
    setProblem(answer?.error);
  };
  return (
    <Space orientation="vertical" size="middle">
      <Text>{t("code.enter_lead")}</Text>
      <CodeInput label={t("code.label")} disabled={busy} onComplete={(code) => void give(code)} />
      {problem && (
        <Alert type="error" showIcon title={t(`domain:error.${problem}` as "domain:error.code_wrong")} />
      )}
      <Button
        type="link"
        className={styles.textLink}
        disabled={busy}
        onClick={() => void perform({ command: "request_code", method: "SMS", language: i18n.language })}
      >
        {t("code.again")}
      </Button>
    </Space>
  );
}
