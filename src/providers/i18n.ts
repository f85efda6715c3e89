/** Languages: texts by namespace, each loaded when a page first needs it, along with antd's and dayjs's own. */
import type { Locale } from "antd/es/locale";
import dayjs from "dayjs";
import i18next, { type CustomTypeOptions, type TFunction } from "i18next";
import { initReactI18next } from "react-i18next";

export const languages = ["en", "ru"] as const;
export type Language = (typeof languages)[number];

const texts = import.meta.glob<{ default: Record<string, unknown> }>("../locales/*/*.json");
const storageKey = "portdesk.language";

/** The person's choice, or else their browser's language. */
function firstLanguage(): Language {
  const chosen = localStorage.getItem(storageKey);
  if (chosen === "en" || chosen === "ru") return chosen;
  return navigator.language.startsWith("ru") ? "ru" : "en";
}

const antdLocales: Partial<Record<Language, Locale>> = {};
/** antd's own texts; undefined means its English. */
export const antdLocale = (language: string): Locale | undefined =>
  language === "ru" ? antdLocales.ru : undefined;

async function loadLibraries(language: Language): Promise<void> {
  document.documentElement.lang = language;
  if (language === "ru" && !antdLocales.ru) {
    antdLocales.ru = (await import("./russian.ts")).antdRussian;
  }
  dayjs.locale(language);
}

const backend = {
  type: "backend" as const,
  init: () => undefined,
  read(
    language: string,
    namespace: string,
    done: (error: Error | null, data: Record<string, unknown> | false) => void,
  ) {
    const load = texts[`../locales/${language}/${namespace}.json`];
    if (!load) return done(new Error(`No texts ${language}/${namespace}`), false);
    load().then(
      (module) => done(null, module.default),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), false),
    );
  },
};

export async function startI18n(): Promise<void> {
  const language = firstLanguage();
  await Promise.all([
    loadLibraries(language),
    i18next
      .use(backend)
      .use(initReactI18next)
      .init({
        lng: language,
        fallbackLng: false,
        ns: ["common", "domain"],
        defaultNS: "common",
        interpolation: { escapeValue: false },
        react: { useSuspense: true },
      }),
  ]);
}

export async function changeLanguage(language: Language): Promise<void> {
  localStorage.setItem(storageKey, language);
  await loadLibraries(language);
  await i18next.changeLanguage(language);
}

/** The texts of a language other than the one on the screen, if needed. */
export async function textsIn<const Namespaces extends readonly (keyof CustomTypeOptions["resources"])[]>(
  language: Language,
  namespaces: Namespaces,
): Promise<TFunction<Namespaces>> {
  await i18next.loadNamespaces([...namespaces]);
  await i18next.loadLanguages(language);
  return i18next.getFixedT(language, namespaces);
}
