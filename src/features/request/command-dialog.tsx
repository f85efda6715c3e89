/**
 * A dialog for one command: fields in, with a refusal shown inside and everything typed kept. The text outlives the
 * dialog as a draft. The command applies to the request as it was when the dialog opened: after a change the person
 * is asked again.
 */
import type { CommandInput, CommandName } from "#domain/commands/command-catalogue.ts";
import { Alert, Button, Form, Modal } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { asCommandError, type CommandError } from "../../providers/command-error.ts";
import { useCommand } from "../../queries/commands/command-provider.ts";
import { forgetFormDraft, keepFormDraft, readFormDraft } from "../../lib/drafts.ts";
import { useErrorText } from "../../queries/commands/error-text.ts";
import type { CommandTarget, DialogName, DialogProps } from "./dialog-props.ts";
import { StaleNotice, useSeenRequest } from "./stale-notice.tsx";
import { Paragraph } from "../../ui/text.tsx";
import layout from "../../ui/layout.module.css";

/** `Fields`: the form's values, by name. */
type Props<Name extends CommandName, Fields extends object> = DialogProps & {
  name: DialogName | "settle";
  command: Name;
  danger?: boolean;
  /** Whether the text outlives the dialog; otherwise a touched dialog closes only by its buttons. */
  keepsDraft?: boolean;
  /** The part of the request that it concerns, if dialogs of one name concern several; each has its own draft. */
  about?: string;
  /** The fields' data is still loading: none is shown, so none moves under the pointer. */
  loading?: boolean;
  initial?: Partial<Record<keyof Fields, unknown>>;
  toInput: (fields: Fields, target: CommandTarget) => CommandInput<Name>;
  children: ReactNode;
};

export function CommandDialog<Name extends CommandName, Fields extends object>({
  request,
  onClose,
  name,
  command,
  danger = false,
  keepsDraft = true,
  about,
  loading = false,
  initial = {},
  toInput,
  children,
}: Props<Name, Fields>) {
  const { t } = useTranslation("requests");
  const errorText = useErrorText();
  const { attempt, pending } = useCommand();
  const seen = useSeenRequest(request);
  const [form] = Form.useForm<Fields>();
  const [refusal, setRefusal] = useState<CommandError>();
  const draftName = [request.id, name, about].filter(Boolean).join(".");
  const [draft, setDraft] = useState(() => (keepsDraft ? readFormDraft(draftName) : undefined));
  const [touched, setTouched] = useState(false);

  const before = new Map(Object.entries<unknown>({ ...initial }));
  const typed = (fields: Fields) => {
    const differs = Object.entries(fields).some(
      ([field, value]) => (value ?? "") !== (before.get(field) ?? ""),
    );
    setTouched(differs);
    if (keepsDraft && differs) keepFormDraft(draftName, { ...fields });
    else forgetFormDraft(draftName);
  };
  const discard = () => {
    forgetFormDraft(draftName);
    setDraft(undefined);
    for (const field of Object.keys(draft ?? {})) form.setFieldValue(field as never, before.get(field));
  };
  const submit = async (fields: Fields) => {
    setRefusal(undefined);
    try {
      await attempt(command, toInput(fields, { request: request.id, version: seen.version }));
      forgetFormDraft(draftName);
      onClose();
    } catch (error) {
      const refused = asCommandError(error);
      if (refused.code === "version_conflict") seen.refuse();
      setRefusal(refused);
    }
  };
  // The notice above names who changed what, as soon as it has been read.
  const isExplained = refusal?.code === "version_conflict" && seen.isStale;
  const closesAnyhow = keepsDraft || !touched;
  return (
    <Modal
      open
      loading={loading}
      title={t(`action.${name}`)}
      okText={t(`dialog.${name}.go`)}
      cancelText={t("dialog.close")}
      okButtonProps={{ danger, loading: pending, disabled: seen.needsReview }}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: closesAnyhow }}
      keyboard={closesAnyhow}
    >
      <Paragraph>{t(`dialog.${name}.lead`)}</Paragraph>
      <StaleNotice seen={seen} />
      {refusal && !isExplained && (
        <Alert type="error" showIcon role="alert" title={errorText(refusal)} className={layout.below12} />
      )}
      {draft && (
        <Paragraph type="secondary">
          {t("dialog.draft")}{" "}
          <Button type="link" size="small" onClick={discard}>
            {t("dialog.discard")}
          </Button>
        </Paragraph>
      )}
      <Form
        form={form}
        layout="vertical"
        initialValues={{ ...initial, ...draft }}
        onValuesChange={(_changed, fields: Fields) => typed(fields)}
        onFinish={(fields) => void submit(fields)}
      >
        {children}
      </Form>
    </Modal>
  );
}
