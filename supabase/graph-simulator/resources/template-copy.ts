// Copies templates between two WABAs of one business: which may be copied, which stay and why, and how many fit.
import { representedBusiness } from "../access.ts";
import { wabaOf } from "../number-states.ts";
import type { Call } from "../operation.ts";
import type { TemplateRecord } from "../seed.ts";
import { newId, type SimulatorState } from "../state.ts";

/** Every language of a template counts as one. */
export function templateRoom(state: SimulatorState, wabaId: string): number {
  const business = representedBusiness(wabaOf(state, wabaId));
  const portfolio = state.portfolios.find((candidate) => candidate.id === business);
  const wabas = new Set(
    state.wabas.filter((waba) => representedBusiness(waba) === business).map((waba) => waba.id),
  );
  const named = state.numbers.some(
    (number) => wabas.has(number.waba_id) && number.name_status === "APPROVED",
  );
  const verified = portfolio?.verification_status.toLowerCase() === "verified" && named;
  const limit = verified ? state.settings.templateLimitVerified : state.settings.templateLimitUnverified;
  return Math.max(0, limit - state.templates.filter((template) => template.waba_id === wabaId).length);
}

/** null if the template may be copied. `qualities`: the scores that this way of copying accepts. */
export function refusalOf(
  state: SimulatorState,
  template: TemplateRecord,
  destinationId: string,
  qualities: readonly string[],
): string | null {
  if (template.status !== "APPROVED") return "Template is not approved";
  if (!qualities.includes(template.quality_score.score)) return "Template quality is too low";
  const exists = state.templates.some(
    (other) =>
      other.waba_id === destinationId && other.name === template.name && other.language === template.language,
  );
  return exists ? "A template with this name and language already exists" : null;
}

export function copyTemplate(call: Call, template: TemplateRecord, destinationId: string): TemplateRecord {
  const delayMs = call.state.settings.templateCopyDelaySeconds * 1000;
  const copy: TemplateRecord = {
    ...structuredClone(template),
    id: newId(call.state, "template"),
    waba_id: destinationId,
    quality_score: { score: "UNKNOWN" },
    available_at: delayMs === 0 ? null : new Date(call.now + delayMs).toISOString(),
  };
  call.state.templates.push(copy);
  return copy;
}

/** What `register` copies by itself: APPROVED and GREEN templates, as many as fit. */
export function copyAutomatically(call: Call, sourceId: string, destinationId: string): void {
  if (!call.state.settings.automaticTemplateCopy) return;
  const candidates = call.state.templates.filter((template) => template.waba_id === sourceId);
  let room = templateRoom(call.state, destinationId);
  let copied = 0;
  for (const template of candidates) {
    if (room === 0) break;
    if (refusalOf(call.state, template, destinationId, ["GREEN"]) !== null) continue;
    copyTemplate(call, template, destinationId);
    room -= 1;
    copied += 1;
  }
  if (copied > 0) call.effect(`${copied} templates copied to ${destinationId} by the move`);
}
