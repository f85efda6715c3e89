/** Reads from Meta's answer, as it was kept with an exception, why Meta refused. */
import { errorSchema, textsOf } from "../graph/graph-error-object.ts";
import type { AnswerReason } from "./answer-reasons.ts";
import { meaningOf } from "./graph-error-table.ts";

/** undefined where the exception's own words say all there is, and where nothing was kept. */
export function reasonOfPayload(payload: unknown): AnswerReason | undefined {
  const parsed = errorSchema.safeParse(payload);
  if (!parsed.success) return undefined;
  const { error } = parsed.data;
  const { code, error_subcode: subcode } = error;
  const answer = { kind: "refused", status: 400, code, ...textsOf(error) } as const;
  return meaningOf(typeof subcode === "number" ? { ...answer, subcode } : answer, "claimNumber").reason;
}
