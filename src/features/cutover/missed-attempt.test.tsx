import { render } from "@testing-library/react";
import { createInstance, type i18n } from "i18next";
import { I18nextProvider, initReactI18next } from "react-i18next";
import { expect, it } from "vitest";
import en from "../../locales/en/cutover.json" with { type: "json" };
import ru from "../../locales/ru/cutover.json" with { type: "json" };
import { MissedAttempt } from "./missed-attempt.tsx";

async function shownIn(lng: string, result: Parameters<typeof MissedAttempt>[0]["result"]): Promise<string> {
  const texts: i18n = createInstance();
  const resources = { "en-GB": { cutover: en }, ru: { cutover: ru } };
  await texts.use(initReactI18next).init({ lng, resources, interpolation: { escapeValue: false } });
  const { container } = render(
    <I18nextProvider i18n={texts}>
      <MissedAttempt result={result} />
    </I18nextProvider>,
  );
  return container.textContent ?? "";
}

const at = new Date(2026, 10, 30, 10, 4, 31).toISOString();
const wrong = { error: "code_wrong", at, attemptsLeft: 8, attempts: 10 };

it("names the fault, its time and the attempts left, in both languages", async () => {
  expect(await shownIn("en-GB", wrong)).toBe("Wrong code at 10:04, 8 of 10 attempts left");
  expect(await shownIn("ru", wrong)).toBe("Неверный код в 10:04, осталось 8 из 10 попыток");
  expect(await shownIn("en-GB", { error: "code_expired", at })).toBe("Expired code at 10:04");
});

it("omits what is unknown, and attempts without a time", async () => {
  expect(await shownIn("en-GB", { ...wrong, error: "graph_unreachable" })).toBe("");
  expect(await shownIn("en-GB", { error: "code_wrong" })).toBe("");
});
