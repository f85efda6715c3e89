/** Refine's few texts of its own (notifications, confirmations) through i18next. */
import type { I18nProvider } from "@refinedev/core";
import i18next from "i18next";
import { changeLanguage } from "./i18n.ts";

export const i18nProvider: I18nProvider = {
  translate: (key: string, options?: unknown, fallback?: string) => {
    const words = typeof options === "string" ? options : (fallback ?? key);
    const found: unknown = i18next.getResource(i18next.language, "common", key);
    return typeof found === "string" ? found : words;
  },
  changeLocale: async (language: string) => changeLanguage(language === "ru" ? "ru" : "en"),
  getLocale: () => i18next.language,
};
