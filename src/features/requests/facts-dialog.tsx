/** WABA data and the platform account, when they come after the application. */
import { Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { CommandDialog } from "./command-dialog.tsx";
import type { DialogProps } from "./dialog-props.ts";

const idFields = ["sourceBusinessId", "sourceWabaId", "sourcePhoneNumberId"] as const;

export function FactsDialog(props: DialogProps) {
  const { t } = useTranslation(["requests", "domain"]);
  const { request } = props;
  const initial = {
    sourceBusinessId: request.source_business_id ?? undefined,
    sourceWabaId: request.source_waba_id ?? undefined,
    sourcePhoneNumberId: request.source_phone_number_id ?? undefined,
    platformAccount: request.platform_account ?? undefined,
  };
  const toInput = (values: Record<string, unknown>) => ({
    facts: Object.fromEntries(
      Object.entries(values).filter(([, value]) => typeof value === "string" && value !== ""),
    ),
  });
  return (
    <CommandDialog {...props} name="facts" command="edit_facts" initial={initial} toInput={toInput}>
      {idFields.map((field) => (
        <Form.Item
          key={field}
          name={field}
          label={t(`fact.${field}`)}
          rules={[{ pattern: /^\d{5,25}$/, message: t("domain:field.meta_id_invalid") }]}
        >
          <Input inputMode="numeric" />
        </Form.Item>
      ))}
      <Form.Item name="platformAccount" label={t("fact.platformAccount")}>
        <Input maxLength={120} />
      </Form.Item>
    </CommandDialog>
  );
}
