/** Asks which account model a number uses, in terms of what the client sees at Meta. */
import { type AccountModel, accountModels } from "#domain/routes/route-answers.ts";
import { Form, Radio, Space } from "antd";
import { useTranslation } from "react-i18next";
import layout from "../ui/layout.module.css";

export type AccountModelChoice = AccountModel | "unknown";

export function chosenModel(choice: AccountModelChoice | undefined): AccountModel | undefined {
  return choice === "unknown" ? undefined : choice;
}

const choices: readonly AccountModelChoice[] = [...accountModels, "unknown"];

/** Meta names both accounts on the screens of clients of the new model (account-model-evolution/messaging, read 2026-11). */
export function AccountModelItem() {
  const { t } = useTranslation("domain");
  return (
    <Form.Item
      name="accountModel"
      label={t("account_model.question")}
      extra={<div className={layout.above8}>{t("account_model.hint")}</div>}
    >
      <Radio.Group>
        <Space orientation="vertical">
          {choices.map((choice) => (
            <Radio key={choice} value={choice}>
              {t(`account_model.${choice}`)}
            </Radio>
          ))}
        </Space>
      </Radio.Group>
    </Form.Item>
  );
}
