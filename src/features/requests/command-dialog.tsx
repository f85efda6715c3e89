/** A dialog that is one command: fields in, a refusal shown inside with everything typed kept. */
import type { CommandInput, CommandName } from "#domain/commands/command-catalogue.ts";
import { Alert, Form, Modal, Typography } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { CommandError } from "../../providers/command-error.ts";
import { useCommand } from "../../providers/command-provider.ts";
import { useErrorText } from "../../providers/error-text.ts";
import type { DialogName, DialogProps } from "./dialog-props.ts";

type Values = Record<string, unknown>;

type Props = DialogProps & {
  name: DialogName | "settle";
  command: CommandName;
  danger?: boolean;
  /** What the fields depend on is not read yet: none is shown, so that none moves under the hand. */
  loading?: boolean;
  initial?: Values;
  /** Turns the fields into the command's input, beside request and version. */
  toInput?: (values: Values) => Values;
  children: ReactNode;
};

export function CommandDialog({
  request,
  onClose,
  name,
  command,
  danger = false,
  loading = false,
  initial = {},
  toInput = (values) => values,
  children,
}: Props) {
  const { t } = useTranslation("requests");
  const errorText = useErrorText();
  const { attempt, pending } = useCommand();
  const [form] = Form.useForm<Values>();
  const [problem, setProblem] = useState<string>();

  const submit = async (values: Values) => {
    setProblem(undefined);
    try {
      const input = { request: request.id, version: request.version, ...toInput(values) };
      // The function checks the input by the command's own schema and names the field that it refuses.
      await attempt(command, input as unknown as CommandInput<CommandName>);
      onClose();
    } catch (error) {
      setProblem(errorText(error instanceof CommandError ? error : new CommandError("internal")));
    }
  };
  return (
    <Modal
      open
      loading={loading}
      title={t(`action.${name}`)}
      okText={t(`dialog.${name}.go`)}
      cancelText={t("dialog.close")}
      okButtonProps={{ danger, loading: pending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Typography.Paragraph>{t(`dialog.${name}.lead`)}</Typography.Paragraph>
      {problem && <Alert type="error" showIcon role="alert" message={problem} style={{ marginBottom: 12 }} />}
      <Form form={form} layout="vertical" initialValues={initial} onFinish={(values) => void submit(values)}>
        {children}
      </Form>
    </Modal>
  );
}
