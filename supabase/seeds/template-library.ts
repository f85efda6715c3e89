/** The message templates of the demo's old accounts, and what becomes of each in a move. */
import { type Forecast, forecastTemplates } from "../../src/domain/templates/template-forecast.ts";
import { mayBeCopied } from "../../src/domain/templates/template-outcome.ts";
import { metaId } from "./request-seed.ts";

export type TemplateSeed = {
  id: string;
  name: string;
  language: string;
  category: "UTILITY" | "MARKETING" | "AUTHENTICATION";
  status: "APPROVED" | "REJECTED" | "PENDING";
  quality: "GREEN" | "YELLOW" | "RED" | "UNKNOWN";
};

type Kind = Omit<TemplateSeed, "id" | "language">;

const library: readonly Kind[] = [
  { name: "order_confirmation", category: "UTILITY", status: "APPROVED", quality: "GREEN" },
  { name: "delivery_update", category: "UTILITY", status: "APPROVED", quality: "GREEN" },
  { name: "appointment_reminder", category: "UTILITY", status: "APPROVED", quality: "UNKNOWN" },
  { name: "seasonal_offer", category: "MARKETING", status: "APPROVED", quality: "RED" },
  { name: "login_code", category: "AUTHENTICATION", status: "APPROVED", quality: "GREEN" },
  { name: "new_opening_hours", category: "MARKETING", status: "PENDING", quality: "UNKNOWN" },
  { name: "win_back", category: "MARKETING", status: "REJECTED", quality: "UNKNOWN" },
];

/** The templates of one source WABA: names carry the request's serial, so that two moves into one WABA never clash. */
export function templatesOf(serial: number, locale: "en" | "ru"): TemplateSeed[] {
  const count = 4 + (serial % 4);
  return library.slice(0, count).map((kind, index) => ({
    ...kind,
    name: `${kind.name}_${serial % 100}`,
    id: metaId("template", serial * 10 + index),
    language: index === 2 ? "en" : locale,
  }));
}

/** Portdesk's forecast for them; the new account was empty. */
export function templateForecast(serial: number, locale: "en" | "ru"): Forecast {
  return forecastTemplates({
    source: templatesOf(serial, locale),
    destination: [],
    portfolio: { verified: true, approvedName: true },
  });
}

/** The copies that Meta makes in the destination; their quality rating starts anew. */
export function copiesOf(templates: readonly TemplateSeed[]): TemplateSeed[] {
  return templates
    .filter(mayBeCopied)
    .map((template) => ({ ...template, id: `77${template.id.slice(2)}`, quality: "UNKNOWN" }));
}
