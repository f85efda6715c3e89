/** The snapshots of the number: at the old provider before the move, at the new one after it. */
import { meaningOf } from "../../exceptions/graph-error-table.ts";
import type { GraphFailure } from "../../graph/graph-failure.ts";
import type { TemplateFacts } from "../../graph/graph-port.ts";
import { readSide } from "../../graph/read-side.ts";
import { templateOutcomes } from "../../templates/template-outcome.ts";
import { repeatLater } from "../failure-closing.ts";
import { required } from "../move-context.ts";
import { declareStep } from "../step-declaration.ts";
import { listSourceTemplates } from "./source-templates.ts";

const calls = [
  "readNumber",
  "readWaba",
  "readProfile",
  "listNumbers",
  "listTemplates",
  "listSubscribedApps",
] as const;

/** How often to wait for an unanswered profile: the move matters more than a record of its profile. */
const profileAttempts = 3;

/** A refusal may remain a gap in the snapshot: the old provider's side may be largely unreadable. */
function cannotStay(failure: GraphFailure): boolean {
  const { retry, code } = meaningOf(failure.details, "readNumber");
  return retry === "automatic" || code === "TOKEN_INVALID";
}

/** The failures that hold the step: a failed profile only if it is temporary, and not for ever. */
function holding(failures: Record<string, GraphFailure>, attempts: number): GraphFailure[] {
  const { profile, ...others } = failures;
  const passes = profile && ["lost", "limited", "unavailable"].includes(profile.details.kind);
  return [...Object.values(others), ...(passes && attempts < profileAttempts ? [profile] : [])];
}

export const snapshotBefore = declareStep({
  calls,
  deadlineSeconds: 18,
  repeatable: true,
  async run(input) {
    const { move, graph } = input;
    const ids = { wabaId: move.sourceWabaId, phoneNumberId: move.sourcePhoneNumberId };
    const { snapshot, failures } = await readSide(graph, ids, ["number", "waba", "profile"]);
    const blocking = holding(failures, input.row.attempts).find(cannotStay);
    if (blocking) return repeatLater(input, "readNumber", blocking);

    let source: TemplateFacts[] | null;
    let destination: TemplateFacts[];
    try {
      source = await listSourceTemplates(graph, move.sourceWabaId);
      // Routes that create the account on the way have none yet.
      destination = move.destinationWabaId === null ? [] : await graph.listTemplates(move.destinationWabaId);
    } catch (error) {
      return repeatLater(input, "listTemplates", error);
    }
    const data = { ...snapshot, templateCount: source?.length ?? null };
    const templates = templateOutcomes(source ?? [], destination, {
      asked: false,
      failed: {},
      limitReached: false,
    });
    return {
      outcome: "done",
      result: { templates: source?.length ?? null, unreadable: Object.keys(snapshot.unreadable ?? {}) },
      records: { snapshots: [{ side: "source", moment: "before", data }], templates },
    };
  },
});

export const snapshotAfter = declareStep({
  calls,
  deadlineSeconds: 18,
  repeatable: true,
  async run(input) {
    const { move, graph } = input;
    const ids = {
      wabaId: required(move.destinationWabaId, "destination WABA"),
      phoneNumberId: required(move.destinationPhoneNumberId, "destination number"),
    };
    const parts = [
      "number",
      "waba",
      "profile",
      "subscribedAppIds",
      "numbersInWaba",
      "templateCount",
    ] as const;
    const { snapshot, failures } = await readSide(graph, ids, parts);
    const [failure] = holding(failures, input.row.attempts);
    if (failure) return repeatLater(input, "readNumber", failure);
    return {
      outcome: "done",
      result: { templates: snapshot.templateCount ?? null },
      records: { snapshots: [{ side: "destination", moment: "after", data: snapshot }] },
    };
  },
});
