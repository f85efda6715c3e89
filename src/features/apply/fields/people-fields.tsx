/** The company, its contact, and who may decide. */
import { Checkbox, Form } from "antd";
import { useTranslation } from "react-i18next";
import { TextField } from "./text-field.tsx";

export function CompanyFields() {
  const { t } = useTranslation("apply");
  return (
    <>
      <TextField name="companyName" autoComplete="organization" />
      <TextField name="contactName" autoComplete="name" />
      <TextField name="contactEmail" type="email" autoComplete="email" hint={t("field.contactEmail_hint")} />
      <TextField name="contactPhone" type="tel" autoComplete="tel" optional />
    </>
  );
}

export function AuthorisedFields() {
  const { t } = useTranslation("apply");
  const thatsMe = Form.useWatch<boolean | undefined>("thatsMe");
  return (
    <>
      <Form.Item name="thatsMe" valuePropName="checked">
        <Checkbox>{t("field.thatsMe")}</Checkbox>
      </Form.Item>
      {thatsMe ? null : (
        <>
          <TextField name="authorisedName" />
          <TextField name="authorisedEmail" type="email" />
        </>
      )}
      <TextField name="authorisedPosition" autoComplete="organization-title" optional />
    </>
  );
}
