/** Monthly sends by template, pasted, typed or from a file; every faulty line is named before anything is sent. */
import { parseSends, type SendsProblem } from "#domain/templates/template-sends.ts";
import { Alert, Button, Input, Modal, Upload } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asCommandError } from "../../../providers/command-error.ts";
import { useCommand } from "../../../queries/commands/command-provider.ts";
import { useErrorText } from "../../../queries/commands/error-text.ts";
import type { DialogProps } from "../dialog-props.ts";
import { Paragraph } from "../../../ui/text.tsx";
import layout from "../../../ui/layout.module.css";
import styles from "./templates.module.css";

const maxShown = 8;
const maxBytes = 1_000_000;

export function SendsDialog({ request, onClose }: DialogProps) {
  const { t } = useTranslation("templates");
  const errorText = useErrorText();
  const { attempt, pending } = useCommand();
  const [text, setText] = useState("");
  const [problems, setProblems] = useState<readonly SendsProblem[]>([]);
  const [refusal, setRefusal] = useState<string>();

  const submit = async () => {
    setRefusal(undefined);
    const parsed = parseSends(text);
    setProblems(parsed.problems);
    if (parsed.problems.length > 0) return;
    try {
      await attempt("set_template_sends", {
        request: request.id,
        version: request.version,
        sends: parsed.rows,
      });
      onClose();
    } catch (error) {
      setRefusal(errorText(asCommandError(error)));
    }
  };
  const take = async (file: File) => {
    if (file.size > maxBytes) setProblems([{ line: 0, code: "too_long" }]);
    else setText(await file.text());
  };
  const words = ({ line, code }: SendsProblem) =>
    line === 0 ? t(`sends.problem.${code}`) : t("sends.line", { line, problem: t(`sends.problem.${code}`) });
  return (
    <Modal
      open
      title={t("action.sends")}
      okText={t("sends.go")}
      cancelText={t("sends.close")}
      okButtonProps={{ loading: pending }}
      onOk={() => void submit()}
      onCancel={onClose}
    >
      <Paragraph>{t("sends.lead")}</Paragraph>
      {(problems.length > 0 || refusal) && (
        <Alert
          type="error"
          showIcon
          role="alert"
          className={layout.below12}
          title={refusal ?? t("sends.refused")}
          description={
            problems.length > 0 && (
              <ul className={layout.bulletList}>
                {problems.slice(0, maxShown).map((problem) => (
                  <li key={`${problem.line} ${problem.code}`}>{words(problem)}</li>
                ))}
                {problems.length > maxShown && (
                  <li>{t("sends.more", { number: problems.length - maxShown })}</li>
                )}
              </ul>
            )
          }
        />
      )}
      <Upload
        accept=".csv,.txt,text/csv,text/plain"
        maxCount={1}
        showUploadList={false}
        beforeUpload={(file) => {
          void take(file);
          return false;
        }}
      >
        <Button className={layout.below8}>{t("sends.file")}</Button>
      </Upload>
      <Input.TextArea
        aria-label={t("sends.label")}
        rows={8}
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={"order_update,en,1200\nwelcome,ru,300"}
        className={styles.sends}
      />
    </Modal>
  );
}
