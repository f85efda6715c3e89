/** Requests the code and accepts it. The digits live only in this component and are sent once, to the function. */
import { Alert, Button, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeInput } from "../../../ui/code-input.tsx";
import { useCountdown } from "../../../ui/use-countdown.ts";
import type { CodeActions, CodeAnswer } from "./code-actions.ts";
import { Paragraph, Text } from "../../../ui/text.tsx";
import layout from "../../../ui/layout.module.css";
import styles from "../portal.module.css";

export type CodeEntryProps = {
  /** What is available now: only requesting, or also entering. */
  open: "request_code" | "enter_code";
  actions: CodeActions;
  /** What is already known when the page opens. */
  known: CodeAnswer;
};

export function CodeEntry({ open, actions, known }: CodeEntryProps) {
  const { t } = useTranslation("portal");
  const [busy, setBusy] = useState<"SMS" | "VOICE" | "code">();
  const [answer, setAnswer] = useState<CodeAnswer>();
  const seconds = useCountdown(answer?.waitUntil ?? known.waitUntil);
  const attemptsLeft = answer?.attemptsLeft ?? known.attemptsLeft;

  const run = async (what: "SMS" | "VOICE" | "code", action: () => Promise<CodeAnswer>) => {
    setBusy(what);
    try {
      setAnswer(await action());
    } finally {
      setBusy(undefined);
    }
  };
  const ask = (method: "SMS" | "VOICE") => void run(method, () => actions.request(method));
  const give = (digits: string) => void run("code", () => actions.enter(digits));
  const entering = open === "enter_code";

  return (
    <Space orientation="vertical" size={16} className={layout.fullWidth}>
      {answer?.problem ? (
        <Alert id="code-problem" type="error" showIcon title={answer.problem} role="alert" />
      ) : null}
      {answer?.done ? <Alert type="success" showIcon title={answer.done} role="status" /> : null}
      {entering ? (
        <div>
          <CodeInput
            label={t("code.boxes")}
            onComplete={give}
            disabled={busy !== undefined}
            invalid={answer?.problem !== undefined}
            describedBy={answer?.problem ? "code-problem" : undefined}
            autoFocus
          />
          {attemptsLeft === undefined ? null : (
            <Paragraph className={styles.attemptsLeft}>{t("code.left", { count: attemptsLeft })}</Paragraph>
          )}
        </div>
      ) : null}
      <Space wrap>
        <Button
          type={entering ? "default" : "primary"}
          size="large"
          loading={busy === "SMS"}
          disabled={seconds > 0 || (busy !== undefined && busy !== "SMS")}
          onClick={() => ask("SMS")}
        >
          {entering ? t("code.again_sms") : t("code.sms")}
        </Button>
        <Button
          size="large"
          loading={busy === "VOICE"}
          disabled={seconds > 0 || (busy !== undefined && busy !== "VOICE")}
          onClick={() => ask("VOICE")}
        >
          {entering ? t("code.again_voice") : t("code.voice")}
        </Button>
      </Space>
      {seconds > 0 ? <Text>{t("code.again_in", { seconds })}</Text> : null}
    </Space>
  );
}
