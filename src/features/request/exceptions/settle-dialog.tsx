/** Resolves an exception by hand: the evidence that it is over, for staff. */
import type { ExceptionCode } from "#domain/exceptions/exception-codes.ts";
import { Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { CommandDialog } from "../command-dialog.tsx";
import type { DialogProps } from "../dialog-props.ts";

export function SettleDialog({ code, ...props }: DialogProps & { code: ExceptionCode }) {
  const { t } = useTranslation("requests");
  return (
    <CommandDialog
      {...props}
      name="settle"
      command="resolve_exception"
      about={code}
      toInput={(fields: { reason: string }, target) => ({ ...target, ...fields, code })}
    >
      <Form.Item
        name="reason"
        label={t("dialog.settle.reason")}
        rules={[{ required: true, whitespace: true, message: t("dialog.required") }]}
      >
        <Input.TextArea rows={3} maxLength={4000} />
      </Form.Item>
    </CommandDialog>
  );
}
