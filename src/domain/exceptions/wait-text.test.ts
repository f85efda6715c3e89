import { describe, expect, it } from "vitest";
import { waitFromText } from "./wait-text.ts";

describe("a wait that Meta states in words", () => {
  it.each([
    ["Try again in 2 hours 30 minutes 10 seconds.", 9010],
    ["Try again in 2 hours, 30 minutes and 10 seconds.", 9010],
    ["Try again in 1 hour.", 3600],
    ["Wait 90 min", 5400],
    ["wait 12h", 43_200],
    ["Inténtelo de nuevo en 2 horas y 30 minutos.", 9000],
    ["Aguarde 1 hour antes de tentar novamente.", 3600],
    ["10 attempts in 3 days; wait 20 seconds", 259_200],
    ["999999 days", 604_800],
    ["soon", undefined],
    ["enter 6 digits", undefined],
    ["0 seconds", undefined],
    ["4 homes, 5 millions, 3 seconders", undefined],
  ])("%s", (details, seconds) => {
    expect(waitFromText({ details })).toBe(seconds);
  });

  it("is read in the details first, then in any other text", () => {
    const userMessage = "Too many attempts. Try again in 5 minutes.";
    expect(waitFromText({ userMessage, details: "Try again in 2 hours" })).toBe(7200);
    expect(waitFromText({ userMessage, details: "PIN guessed too often" })).toBe(300);
    expect(waitFromText({ title: "Wait 10 seconds", message: "(#133008) Wait 20 seconds" })).toBe(10);
    expect(waitFromText({ message: "(#133008) Wait 20 seconds" })).toBe(20);
    expect(waitFromText({})).toBeUndefined();
  });
});
