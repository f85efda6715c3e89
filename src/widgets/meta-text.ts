/** Meta's fields and values in words. A value without words is shown as Meta writes it, and marked as Meta's. */
import { metaFields, readMetaValue } from "#domain/graph/meta-values.ts";
import { useTranslation } from "react-i18next";

type Translate = (key: string, options?: Record<string, string>) => string;

export type MetaText = {
  /** The name of a field; of a nested one with the path inside it. */
  field(name: string): string;
  value(field: string, value: string): string;
};

const isWord = (value: string) => /[a-z]/i.test(value);

/** `t`: for keys that begin with the namespace. */
export function metaText(t: Translate): MetaText {
  const known = (field: string, value: string) => {
    const { text } = readMetaValue(field, value);
    return text === null ? null : t(`domain:meta_value.${text}`);
  };
  // Meta's summary of what may be sent names several things: "BLOCKED (WABA 141006)".
  const summary = (value: string) =>
    value.replaceAll(
      /[A-Z][A-Z_]+/g,
      (word) => known("health_status", word) ?? known("health_entity", word) ?? word,
    );
  return {
    field(name) {
      const [first = "", ...path] = name.split(".");
      const isKnown = metaFields.some((one) => one === first);
      const words = isKnown
        ? t(`domain:meta_field.${first}`)
        : t("domain:meta_unknown.field", { name: first });
      return path.length > 0 ? `${words} (${path.join(".")})` : words;
    },
    value(field, value) {
      if (value === "true" || value === "false") return t(`domain:meta_flag.${value}`);
      const words = known(field, value) ?? (field === "health_status" ? summary(value) : value);
      const isUnknown = words === value && readMetaValue(field, value).enumerated && isWord(value);
      return isUnknown ? t("domain:meta_unknown.value", { value }) : words;
    },
  };
}

export function useMetaText(): MetaText {
  const { t } = useTranslation("domain");
  // Fields and values are data; a test ensures that each known one has a text.
  return metaText(t as unknown as Translate);
}
