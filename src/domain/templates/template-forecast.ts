/** Predicts the outcome of each template at the source: kept, kept only by our own copy, at risk or lost, and why. */
import type { TemplateFacts } from "../graph/graph-port.ts";
import type { ForecastClass, ForecastReason, ForecastSummary } from "./forecast-schema.ts";
import { isUnusable, templateKey } from "./template-outcome.ts";

/** What decides how many templates an account may hold; null where it could not be read. */
export type PortfolioFacts = { verified: boolean | null; approvedName: boolean | null };

export type ForecastInput = {
  source: readonly TemplateFacts[];
  destination: readonly TemplateFacts[];
  portfolio: PortfolioFacts;
};

/** A row of `templates` before the move. */
export type TemplateForecast = {
  name: string;
  language: string;
  category: string | null;
  sourceTemplateId: string;
  sourceStatus: string | null;
  sourceQuality: string | null;
  forecast: ForecastClass;
  why: ForecastReason;
  collides: boolean;
};

export type Forecast = { templates: TemplateForecast[]; summary: ForecastSummary };

type Verdict = { forecast: ForecastClass; why: ForecastReason; takesSlot: boolean };

const limits = { verified: 6000, other: 250 };

/** Statuses that Meta's copy skips; a status that is neither here nor APPROVED promises nothing either way. */
const lostBy: Record<string, ForecastReason> = {
  PENDING: "pending",
  IN_APPEAL: "pending",
  REJECTED: "rejected",
  PAUSED: "paused",
  DISABLED: "disabled",
  PENDING_DELETION: "not_approved",
  DELETED: "not_approved",
  ARCHIVED: "not_approved",
  LIMIT_EXCEEDED: "not_approved",
};

const categories = new Set(["UTILITY", "MARKETING", "AUTHENTICATION"]);

/** Every language counts. The higher limit needs a verified portfolio with an approved name on one number. */
export function templateLimit({ verified, approvedName }: PortfolioFacts): {
  limit: number;
  assumed: boolean;
} {
  if (verified === true && approvedName === true) return { limit: limits.verified, assumed: false };
  return { limit: limits.other, assumed: verified !== false && approvedName !== false };
}

export function forecastTemplates({ source, destination, portfolio }: ForecastInput): Forecast {
  const there = new Map(destination.map((template) => [templateKey(template), template]));
  const { limit, assumed } = templateLimit(portfolio);
  const free = Math.max(0, limit - destination.length);
  // A template that the list names twice counts once, as at the destination.
  const unique = new Map(source.map((template) => [templateKey(template), template]));
  let wanted = 0;
  const templates = [...unique].map(([key, template]): TemplateForecast => {
    const twin = there.get(key);
    const verdict = twin ? besideTwin(twin) : verdictOf(template);
    if (verdict.takesSlot) wanted += 1;
    // Meta's order is not established: how many fit is certain, but which ones is a guess.
    const fits = !verdict.takesSlot || wanted <= free;
    return {
      name: template.name,
      language: template.language,
      category: template.category ?? null,
      sourceTemplateId: template.id,
      sourceStatus: template.status ?? null,
      sourceQuality: template.quality ?? null,
      forecast: fits ? verdict.forecast : "at_risk",
      why: fits ? verdict.why : "no_room",
      collides: twin !== undefined,
    };
  });
  const slots = { limit, assumed, used: destination.length, free, wanted, fitting: Math.min(wanted, free) };
  return { templates, summary: summaryOf(templates, slots) };
}

/** The destination's template stays as it is; the source's one of that name and language is not copied. */
function besideTwin(twin: TemplateFacts): Verdict {
  if (twin.status === "APPROVED") return { forecast: "kept", why: "already_there", takesSlot: false };
  return { forecast: isUnusable(twin) ? "lost" : "at_risk", why: "name_taken", takesSlot: false };
}

function verdictOf({ status, quality, category }: TemplateFacts): Verdict {
  const lost = lostBy[status ?? ""];
  if (lost) return { forecast: "lost", why: lost, takesSlot: false };
  const atRisk = (why: ForecastReason): Verdict => ({ forecast: "at_risk", why, takesSlot: true });
  if (status !== "APPROVED") return atRisk("status_unknown");
  if (quality === "RED" || quality === "YELLOW")
    return { forecast: "lost", why: "low_quality", takesSlot: false };
  if (quality !== "GREEN" && quality !== "UNKNOWN") return atRisk("quality_unknown");
  // Meta reviews a copy's category again, and may reject one that it would no longer give.
  if (!categories.has(category ?? "")) return atRisk("category_unknown");
  return quality === "GREEN"
    ? { forecast: "kept", why: "high_quality", takesSlot: true }
    : { forecast: "kept_by_api", why: "not_rated_yet", takesSlot: true };
}

function summaryOf(templates: readonly TemplateForecast[], slots: ForecastSummary["slots"]): ForecastSummary {
  const classes = { kept: 0, kept_by_api: 0, at_risk: 0, lost: 0 };
  const reasons: ForecastSummary["reasons"] = {};
  for (const { forecast, why } of templates) {
    classes[forecast] += 1;
    reasons[why] = (reasons[why] ?? 0) + 1;
  }
  return {
    total: templates.length,
    classes,
    reasons,
    collisions: templates.filter(({ collides }) => collides).length,
    slots,
    full: slots.used + slots.wanted >= slots.limit,
  };
}
