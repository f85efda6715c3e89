/** WABA data and the platform account, if they arrive after the application, and the contact. */
import type { CommandInput } from "#domain/commands/command-catalogue.ts";
import { emailPattern } from "#domain/access/email-address.ts";
import { Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { CommandDialog } from "../command-dialog.tsx";
import type { DialogProps } from "../dialog-props.ts";

type Facts = CommandInput<"edit_facts">["facts"];

const idFields = ["sourceBusinessId", "sourceWabaId", "sourcePhoneNumberId"] as const;

export function FactsDialog(props: DialogProps) {
  const { t } = useTranslation(["requests", "domain"]);
  const { request } = props;
  const initial = {
    sourceBusinessId: request.source_business_id ?? undefined,
    sourceWabaId: request.source_waba_id ?? undefined,
    sourcePhoneNumberId: request.source_phone_number_id ?? undefined,
    platformAccount: request.platform_account ?? undefined,
    contactName: request.contact_name,
    contactEmail: request.contact_email,
    contactPhone: request.contact_phone ?? undefined,
  };
  return (
    <CommandDialog
      {...props}
      name="facts"
      command="edit_facts"
      initial={initial}
      toInput={(fields: Facts, target) => ({
        ...target,
        facts: Object.fromEntries(Object.entries(fields).filter(([, value]) => value)),
      })}
    >
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
      <Form.Item name="contactName" label={t("fact.contactName")}>
        <Input maxLength={120} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="contactEmail"
        label={t("fact.contactEmail")}
        extra={t("fact.contactEmail_hint")}
        rules={[{ pattern: emailPattern, message: t("domain:field.email_invalid") }]}
      >
        <Input type="email" maxLength={254} autoComplete="off" />
      </Form.Item>
      <Form.Item name="contactPhone" label={t("fact.contactPhone")}>
        <Input type="tel" maxLength={40} autoComplete="off" />
      </Form.Item>
    </CommandDialog>
  );
}
