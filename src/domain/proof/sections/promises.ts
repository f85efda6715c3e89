/** Every promise of the move, before against after, and each deviation with its explanation. */
import * as z from "zod/mini";
import { type ExceptionCode, exceptionCodes } from "../../exceptions/exception-codes.ts";
import { profileFields } from "../../graph/business-profile.ts";
import {
  type ComparisonRow,
  compareSides,
  comparisonVerdicts,
  type Promised,
  promises as names,
} from "../comparison.ts";
import { section } from "../proof-section.ts";
import { readingPair } from "../reading-pair.ts";

/** Why a promise is not simply kept. */
const deviations = [
  "not_read_before",
  "not_read_after",
  "not_settled",
  "changed",
  "templates_missing",
] as const;

/** The exceptions that explain a promise further. */
const reported: Partial<Record<Promised, readonly ExceptionCode[]>> = {
  display_name: ["PROFILE_CHANGED"],
  name_status: ["NAME_NOT_APPROVED", "NAME_CHANGE_PENDING", "NAME_PROVISIONING"],
  quality: ["QUALITY_CHANGED"],
  messaging_limit: ["LIMIT_CHANGED"],
  official_mark: ["OFFICIAL_MARK_LOST"],
  business_profile: ["PROFILE_CHANGED"],
  templates: ["TEMPLATES_PARTIAL", "TEMPLATE_LIMIT", "TEMPLATE_RECATEGORISED"],
};

const text = z.nullable(z.string());

export const promises = section({
  schema: z.strictObject({
    beforeAt: text,
    afterAt: text,
    rows: z.array(
      z.strictObject({
        promise: z.enum(names),
        before: text,
        after: text,
        verdict: z.enum(comparisonVerdicts),
        /** For a changed profile: the names of the fields, never their contents. */
        fields: z.optional(z.array(z.enum(profileFields))),
        deviation: z.nullable(z.enum(deviations)),
        exceptions: z.array(z.enum(exceptionCodes)),
      }),
    ),
  }),
  build({ snapshots, templates, exceptions }) {
    const { before, after } = readingPair(snapshots);
    const rows = compareSides(before?.data ?? null, after?.data ?? null, templates);
    const met = new Set(exceptions.map(({ code }) => code));
    return {
      beforeAt: before?.taken_at ?? null,
      afterAt: after?.taken_at ?? null,
      rows: rows.map((row) => ({
        ...row,
        deviation: deviationOf(row),
        exceptions: isKept(row) ? [] : (reported[row.promise] ?? []).filter((code) => met.has(code)),
      })),
    };
  },
});

function isKept({ verdict }: ComparisonRow): boolean {
  return verdict === "equal" || verdict === "better";
}

function deviationOf(row: ComparisonRow): (typeof deviations)[number] | null {
  const { promise, before, after, verdict } = row;
  if (isKept(row)) return null;
  if (before === null) return "not_read_before";
  if (after === null) return "not_read_after";
  if (verdict === "unknown") return "not_settled";
  return promise === "templates" ? "templates_missing" : "changed";
}
