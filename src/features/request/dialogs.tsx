/** The dialogs of the request page by name; each is one command with its few fields. */
import { rejectionReasons } from "#domain/status/statuses.ts";
import { Form, Input } from "antd";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { FormSelect } from "../../ui/form-select.tsx";
import { AssignDialog } from "./dialogs/assign-dialog.tsx";
import { CommandDialog } from "./command-dialog.tsx";
import type { DialogName, DialogProps } from "./dialog-props.ts";
import { ExceptionDialog } from "./dialogs/exception-dialog.tsx";
import { FactsDialog } from "./dialogs/facts-dialog.tsx";
import { RouteDialog } from "./routes/route-dialog.tsx";
import { ScheduleDialog } from "./scheduling/schedule-dialog.tsx";

const dialogs: Record<DialogName, ComponentType<DialogProps>> = {
  assign: AssignDialog,
  ask: AskDialog,
  facts: FactsDialog,
  route: RouteDialog,
  schedule: ScheduleDialog,
  exception: ExceptionDialog,
  hold: HoldDialog,
  postpone: (props) => <NoteDialog {...props} name="postpone" command="postpone_request" />,
  reject: RejectDialog,
  cancel: (props) => <NoteDialog {...props} name="cancel" command="cancel_request" />,
  fail: FailDialog,
};

/** The open dialog, if any. */
export function RequestDialogs({ open, ...props }: DialogProps & { open: DialogName | undefined }) {
  if (!open) return null;
  const Dialog = dialogs[open];
  return <Dialog {...props} />;
}

function AskDialog(props: DialogProps) {
  const { t } = useTranslation("requests");
  return (
    <CommandDialog
      {...props}
      name="ask"
      command="ask_client"
      toInput={(fields: { body: string }, target) => ({ ...target, ...fields })}
    >
      <Form.Item
        name="body"
        label={t("dialog.ask.body")}
        rules={[{ required: true, whitespace: true, message: t("dialog.required") }]}
      >
        <Input.TextArea rows={4} maxLength={4000} />
      </Form.Item>
    </CommandDialog>
  );
}

function FailDialog(props: DialogProps) {
  const { t } = useTranslation("requests");
  return (
    <CommandDialog
      {...props}
      name="fail"
      command="fail_cutover"
      danger
      toInput={(fields: { note: string }, target) => ({ ...target, ...fields })}
    >
      <Form.Item
        name="note"
        label={t("dialog.fail.note")}
        rules={[{ required: true, whitespace: true, message: t("dialog.required") }]}
      >
        <Input.TextArea rows={3} maxLength={4000} />
      </Form.Item>
    </CommandDialog>
  );
}

type NoteDialogProps = DialogProps & {
  name: "postpone" | "cancel";
  command: "postpone_request" | "cancel_request";
};

function NoteDialog({ name, ...props }: NoteDialogProps) {
  const { t } = useTranslation("requests");
  return (
    <CommandDialog
      {...props}
      name={name}
      danger={name === "cancel"}
      toInput={(fields: { note?: string }, target) => ({ ...target, ...fields })}
    >
      <Form.Item name="note" label={t("dialog.note")}>
        <Input.TextArea rows={3} maxLength={4000} />
      </Form.Item>
    </CommandDialog>
  );
}

function HoldDialog(props: DialogProps) {
  const { t } = useTranslation("requests");
  return (
    <CommandDialog
      {...props}
      name="hold"
      command="hold_request"
      toInput={(fields: { reason: string }, target) => ({ ...target, ...fields })}
    >
      <Form.Item
        name="reason"
        label={t("dialog.hold.reason")}
        rules={[{ required: true, whitespace: true, message: t("dialog.required") }]}
      >
        <Input maxLength={200} />
      </Form.Item>
    </CommandDialog>
  );
}

function RejectDialog(props: DialogProps) {
  const { t } = useTranslation(["requests", "domain"]);
  return (
    <CommandDialog
      {...props}
      name="reject"
      command="reject_request"
      danger
      toInput={(fields: { reason: (typeof rejectionReasons)[number]; note?: string }, target) => ({
        ...target,
        ...fields,
      })}
    >
      <Form.Item
        name="reason"
        label={t("dialog.reject.reason")}
        rules={[{ required: true, message: t("dialog.required") }]}
      >
        <FormSelect
          options={rejectionReasons.map((value) => ({ value, label: t(`domain:rejection.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="note" label={t("dialog.note")}>
        <Input.TextArea rows={3} maxLength={4000} />
      </Form.Item>
    </CommandDialog>
  );
}
