/** Dates, times, numbers and names in the reader's own locale: the only module that calls Intl. */
import { useTranslation } from "react-i18next";

const dateStyles = {
  date: { dateStyle: "medium" },
  longDate: { dateStyle: "long" },
  fullDate: { dateStyle: "full" },
  time: { timeStyle: "short" },
  exactTime: { timeStyle: "medium" },
  dateTime: { dateStyle: "medium", timeStyle: "short" },
  exactDateTime: { dateStyle: "medium", timeStyle: "medium" },
  fullDateTime: { dateStyle: "full", timeStyle: "short" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** A name from the list, or the parts to show. */
export type DateStyle = keyof typeof dateStyles | Intl.DateTimeFormatOptions;
type Moment = string | number | Date;

export type Format = {
  /** `value`: ISO 8601, ms since 1970 or a Date; `timeZone`: IANA, the reader's own without it. */
  date(value: Moment, style: DateStyle, timeZone?: string): string;
  range(from: Moment, to: Moment, style: DateStyle): string;
  number(value: number, options?: Intl.NumberFormatOptions): string;
  /** 0.5 is 50 %. */
  percent(value: number): string;
  list(items: readonly string[], type?: "conjunction" | "disjunction"): string;
  /** `seconds` from now; negative: ago. */
  relative(amount: number, unit: Intl.RelativeTimeFormatUnit): string;
  /** `country`: ISO 3166-1 alpha-2. */
  region(country: string): string;
};

/** The browser's own variety of a language (en-GB, en-US …). Otherwise English is British: day first, 24 hours. */
export function formatLocale(language: string): string {
  const own = navigator.languages.find((tag) => tag.startsWith(`${language}-`));
  return own ?? (language === "en" ? "en-GB" : language);
}

/** IANA name of the browser's time zone. */
export const readerTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Intl's constructors are slow, and tables need them hundreds of times. */
function cached<Options, Made>(make: (options: Options) => Made): (options: Options) => Made {
  const made = new Map<string, Made>();
  return (options) => {
    const key = JSON.stringify(options) ?? "";
    const known = made.get(key) ?? make(options);
    made.set(key, known);
    return known;
  };
}

/** Russian dates end in "г." (year), whose full stop collides with the one that ends a sentence. */
const withoutYearSign = (date: string) => date.replaceAll(/(\d)\sг\./g, "$1");

/** `locale`: BCP 47. */
function makeFormat(locale: string): Format {
  const dates = cached((options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options));
  const numbers = cached((options?: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options));
  const lists = cached((options?: Intl.ListFormatOptions) => new Intl.ListFormat(locale, options));
  const relatives = cached((numeric: "auto") => new Intl.RelativeTimeFormat(locale, { numeric }));
  const regions = cached((type: "region") => new Intl.DisplayNames([locale], { type }));
  const partsOf = (style: DateStyle, timeZone?: string) => ({
    ...(typeof style === "string" ? dateStyles[style] : style),
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  return {
    date: (value, style, timeZone) =>
      withoutYearSign(dates(partsOf(style, timeZone)).format(new Date(value))),
    range: (from, to, style) =>
      withoutYearSign(dates(partsOf(style)).formatRange(new Date(from), new Date(to))),
    number: (value, options) => numbers(options).format(value),
    percent: (value) => numbers({ style: "percent", maximumFractionDigits: 1 }).format(value),
    list: (items, type = "conjunction") => lists({ type }).format(items),
    relative: (amount, unit) => relatives("auto").format(amount, unit),
    region: (country) => regions("region").of(country) ?? country,
  };
}

/** The format of a language, which may differ from the one on the screen. */
export const formatOf = cached((language: string) => makeFormat(formatLocale(language)));

/** In the language on the screen. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  return formatOf(i18n.language);
}
