/** Opens an exception that only people can know of. */
import type { ExceptionCode } from "#domain/exceptions/exception-codes.ts";
import { openedByHand } from "#domain/exceptions/exception-catalogue.ts";
import { Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { FormSelect } from "../../../ui/form-select.tsx";
import { CommandDialog } from "../command-dialog.tsx";
import type { DialogProps } from "../dialog-props.ts";

export function ExceptionDialog(props: DialogProps) {
  const { t } = useTranslation(["requests", "domain"]);
  const required = [{ required: true, whitespace: true, message: t("dialog.required") }];
  const options = openedByHand(props.request.status).map((value) => ({
    value,
    label: t(`domain:exception.${value}.title`),
  }));
  return (
    <CommandDialog
      {...props}
      name="exception"
      command="open_exception"
      toInput={(fields: { code: ExceptionCode; note: string }, target) => ({ ...target, ...fields })}
    >
      <Form.Item name="code" label={t("dialog.exception.code")} rules={required}>
        <FormSelect options={options} />
      </Form.Item>
      <Form.Item name="note" label={t("dialog.exception.note")} rules={required}>
        <Input.TextArea rows={3} maxLength={4000} />
      </Form.Item>
    </CommandDialog>
  );
}
