/** Compares before with after: for each promise of the move, what was read on both sides and whether it was kept. */
import { changedFields, filledFields, type ProfileField } from "../graph/business-profile.ts";
import type { NumberFacts, SideSnapshot } from "../graph/graph-port.ts";
import { isRise } from "./promise-order.ts";

export const promises = [
  "display_name",
  "name_status",
  "quality",
  "messaging_limit",
  "official_mark",
  "throughput",
  "business_profile",
  "templates",
] as const;
export type Promised = (typeof promises)[number];

export const comparisonVerdicts = ["equal", "better", "different", "unknown"] as const;

export type ComparisonRow = {
  promise: Promised;
  /** As Meta writes it; templates as "kept/total", the profile as the fields that have content; null: not read. */
  before: string | null;
  after: string | null;
  /** better: it rose. unknown: one side was not read, or Meta has not settled the value yet. */
  verdict: (typeof comparisonVerdicts)[number];
  /** For the profile: the fields that differ. */
  fields?: ProfileField[];
};

/** Values that mean nothing yet: Meta shows them for a while after a move. */
const unsettled = new Set(["", "UNKNOWN", "NA", "NONE", "NOT_APPLICABLE", "UNTIERED"]);

type OfNumber = Exclude<Promised, "templates" | "business_profile">;

const fields: Record<OfNumber, (number: NumberFacts) => string | null | undefined> = {
  display_name: (number) => number.verifiedName,
  name_status: (number) => number.nameStatus,
  quality: (number) => number.qualityRating,
  messaging_limit: (number) => number.messagingLimit,
  official_mark: (number) => number.isOfficialBusinessAccount?.toString(),
  throughput: (number) => number.throughput,
};

/** The fate of one template, or of the stated number of templates. */
type Fate = { outcome: "kept" | "lost" | "pending"; templates?: number };

/** The rows in the order of `promises`. `templates`: the fate of each of the source's templates. */
export function compareSides(
  before: SideSnapshot | null,
  after: SideSnapshot | null,
  templates: readonly Fate[],
): ComparisonRow[] {
  return promises.map((promise) => {
    if (promise === "templates") return templateRow(templates, before?.templateCount);
    if (promise === "business_profile") return profileRow(before?.profile, after?.profile);
    const [was, is] = [before, after].map((side) =>
      side?.number ? (fields[promise](side.number) ?? null) : null,
    );
    const [from, to] = [was ?? null, is ?? null];
    return { promise, before: from, after: to, verdict: verdictOf(promise, from, to) };
  });
}

function verdictOf(promise: OfNumber, before: string | null, after: string | null): ComparisonRow["verdict"] {
  if (before === null || after === null) return "unknown";
  if (before === after) return "equal";
  if (unsettled.has(before) || unsettled.has(after)) return "unknown";
  return isRise(promise, before, after) ? "better" : "different";
}

function profileRow(before: SideSnapshot["profile"], after: SideSnapshot["profile"]): ComparisonRow {
  const [was, is] = [before, after].map((profile) => (profile ? filledFields(profile).join(", ") : null));
  const changed = before && after ? changedFields(before, after) : [];
  const known = before && after ? (changed.length === 0 ? "equal" : "different") : "unknown";
  const row = {
    promise: "business_profile",
    before: was ?? null,
    after: is ?? null,
    verdict: known,
  } as const;
  return changed.length === 0 ? row : { ...row, fields: changed };
}

/** Equal when every template that can be kept is kept: those of low quality or not approved were never promised. */
function templateRow(templates: readonly Fate[], counted: number | null | undefined): ComparisonRow {
  const count = (some: readonly Fate[]) => some.reduce((sum, fate) => sum + (fate.templates ?? 1), 0);
  const kept = count(templates.filter(({ outcome }) => outcome === "kept"));
  const open = templates.some(({ outcome }) => outcome === "pending");
  const known = templates.length > 0 || counted === 0;
  return {
    promise: "templates",
    before: known ? String(count(templates)) : (counted?.toString() ?? null),
    after: known ? String(kept) : null,
    verdict: !known ? "unknown" : open ? "different" : "equal",
  };
}
