/** The number that moves, and its state at the current provider. */
import { reasons } from "#domain/status/statuses.ts";
import { Form, Input, InputNumber, Radio, Space } from "antd";
import { useTranslation } from "react-i18next";
import type { ApplicationForm } from "../application-form.ts";
import { CountrySelect } from "./country-select.tsx";
import { TextField } from "./text-field.tsx";
import styles from "../apply.module.css";

export function NumberFields() {
  const { t } = useTranslation("apply");
  return (
    <>
      <Form.Item name="phoneCountry" label={t("field.phoneCountry")}>
        <CountrySelect />
      </Form.Item>
      <TextField name="phoneNumber" type="tel" autoComplete="tel" hint={t("field.phoneNumber_hint")} />
    </>
  );
}

export function CurrentFields({ oldProviders }: { oldProviders: readonly string[] }) {
  const { t } = useTranslation("apply");
  const reason = Form.useWatch<ApplicationForm["reason"]>("reason");
  return (
    <>
      <TextField name="oldProviderName" list="old-providers" hint={t("field.oldProviderName_hint")} />
      <datalist id="old-providers">
        {oldProviders.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Form.Item name="reason" label={t("field.reason")}>
        <Radio.Group>
          <Space orientation="vertical">
            {reasons.map((code) => (
              <Radio key={code} value={code}>
                {t(`reason.${code}`)}
              </Radio>
            ))}
          </Space>
        </Radio.Group>
      </Form.Item>
      <Form.Item
        name="reasonNote"
        label={reason === "other" ? t("field.reasonNote") : `${t("field.reasonNote")} (${t("optional")})`}
      >
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1000} />
      </Form.Item>
      <Form.Item name="monthlyVolume" label={`${t("field.monthlyVolume")} (${t("optional")})`}>
        <InputNumber<number> size="large" min={0} precision={0} controls={false} className={styles.volume} />
      </Form.Item>
    </>
  );
}
