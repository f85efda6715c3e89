/** A number in international format with its country's flag; a click copies it as E.164. */
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { useFormat } from "../lib/format.ts";
import { useFormattedPhone } from "../lib/format-phone.ts";
import layout from "../ui/layout.module.css";
import styles from "./widgets.module.css";

/** Regional indicator letters make the flag. */
function flag(country: string): string {
  return String.fromCodePoint(...Array.from(country, (letter) => 127_397 + letter.charCodeAt(0)));
}

export function PhoneText({
  value,
  country,
  copyable = false,
}: {
  value: string;
  country: string;
  copyable?: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { message } = App.useApp();
  const formatted = useFormattedPhone(value);
  const name = format.region(country);
  const text = (
    <span className={`${layout.figures} ${layout.oneLine}`}>
      <span aria-hidden>{flag(country)} </span>
      <span className="visually-hidden">{name}: </span>
      {formatted}
    </span>
  );
  if (!copyable) return text;
  const copy = () => void navigator.clipboard.writeText(value).then(() => message.success(t("copied")));
  return (
    <button type="button" onClick={copy} title={t("copy")} className={styles.copyPhone}>
      {text}
    </button>
  );
}
