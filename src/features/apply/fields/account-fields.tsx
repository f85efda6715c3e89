/** What Meta shows of the present account, the account on the new platform, and the points to confirm. */
import { acknowledgements } from "#domain/requests/application.ts";
import { Checkbox, Form } from "antd";
import { useTranslation } from "react-i18next";
import { AccountModelItem } from "../../../widgets/account-model-item.tsx";
import { TextField } from "./text-field.tsx";
import layout from "../../../ui/layout.module.css";
import styles from "../apply.module.css";

export function IdFields() {
  const { t } = useTranslation("apply");
  const noIds = Form.useWatch<boolean | undefined>("noIds");
  return (
    <>
      <Form.Item name="noIds" valuePropName="checked">
        <Checkbox>{t("field.noIds")}</Checkbox>
      </Form.Item>
      {noIds ? null : (
        <>
          <TextField name="sourceBusinessId" inputMode="numeric" />
          <TextField name="sourceWabaId" inputMode="numeric" />
          <TextField name="sourcePhoneNumberId" inputMode="numeric" />
        </>
      )}
      <AccountModelItem />
    </>
  );
}

export function AccountFields({ signupUrl }: { signupUrl: string }) {
  const { t } = useTranslation("apply");
  return (
    <>
      <p className={layout.flushBelow16}>
        <a href={signupUrl} target="_blank" rel="noreferrer" className={layout.underlined}>
          {t("platform_link")}
        </a>{" "}
        ({t("platform_link_hint")})
      </p>
      <TextField name="platformAccount" hint={t("field.platformAccount_hint")} optional />
    </>
  );
}

export function KnowFields() {
  const { t } = useTranslation(["apply", "domain"]);
  return (
    <Form.Item name="acknowledgements" className={styles.lastField}>
      <Checkbox.Group className={layout.stack12}>
        {acknowledgements.map((item) => (
          <Checkbox key={item} value={item}>
            {t(`domain:acknowledgement.${item}`)}
          </Checkbox>
        ))}
      </Checkbox.Group>
    </Form.Item>
  );
}
