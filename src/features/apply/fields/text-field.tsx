/** One labelled line of text of the application. */
import { Form, Input } from "antd";
import type { HTMLInputAutoCompleteAttribute } from "react";
import { useTranslation } from "react-i18next";
import type { ApplicationField } from "../application-form.ts";

type TextName = Exclude<
  ApplicationField,
  "thatsMe" | "noIds" | "accountModel" | "reason" | "monthlyVolume" | "acknowledgements" | "phoneCountry"
>;

export type TextFieldProps = {
  name: TextName;
  hint?: string;
  optional?: boolean;
  type?: "text" | "email" | "tel";
  inputMode?: "numeric";
  autoComplete?: HTMLInputAutoCompleteAttribute;
  /** Id of a list of suggestions on the page. */
  list?: string;
};

export function TextField({ name, hint, optional, ...input }: TextFieldProps) {
  const { t } = useTranslation("apply");
  const label = optional ? `${t(`field.${name}`)} (${t("optional")})` : t(`field.${name}`);
  return (
    <Form.Item name={name} label={label} extra={hint}>
      <Input size="large" autoComplete="off" {...input} />
    </Form.Item>
  );
}
