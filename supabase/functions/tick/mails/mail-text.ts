/** Provides the mails' texts from src/locales, and dates in the usual format of each language. */
import en from "#locales/en/mails.json" with { type: "json" };
import ru from "#locales/ru/mails.json" with { type: "json" };

export type MailLocale = "en" | "ru";

type KeyOf<Texts> = {
  [Key in keyof Texts & string]: Texts[Key] extends string ? Key : `${Key}.${KeyOf<Texts[Key]>}`;
}[keyof Texts & string];
export type MailKey = KeyOf<typeof en>;

/** `values` replace `{{name}}`; a missing one leaves nothing. */
export function mailText(locale: MailLocale, key: MailKey, values: Readonly<Record<string, string>> = {}) {
  const found = key.split(".").reduce<unknown>((part, name) => Object(part)[name], locale === "en" ? en : ru);
  return String(found).replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? "");
}

/** The reader's variety of English is unknown: day before month, 24 hours. */
const formatLocales = { en: "en-GB", ru: "ru" } as const;

/** `value`: ISO 8601. Russian dates lose their "г." (year): its full stop collides with that of a sentence. */
export function mailDate(locale: MailLocale, value: string, options: Intl.DateTimeFormatOptions): string {
  const text = new Intl.DateTimeFormat(formatLocales[locale], options).format(new Date(value));
  return text.replaceAll(/(\d)\sг\./g, "$1");
}
