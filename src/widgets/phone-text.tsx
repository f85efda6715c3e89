/** A number in international format with its country's flag; a click copies it as E.164. */
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { useFormat } from "../lib/format.ts";
import { useFormattedPhone } from "../lib/format-phone.ts";

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
    <span style={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }}>
      <span aria-hidden>{flag(country)} </span>
      <span className="visually-hidden">{name}: </span>
      {formatted}
    </span>
  );
  if (!copyable) return text;
  const copy = () => void navigator.clipboard.writeText(value).then(() => message.success(t("copied")));
  return (
    <button
      type="button"
      onClick={copy}
      title={t("copy")}
      style={{ border: 0, padding: 0, background: "none", font: "inherit", color: "inherit", cursor: "copy" }}
    >
      {text}
    </button>
  );
}
