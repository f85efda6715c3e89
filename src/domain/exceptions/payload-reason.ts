/** Reads why Meta refused from its answer, as stored with an exception. */
import { errorSchema, textsOf } from "../graph/graph-error-object.ts";
import type { AnswerReason } from "./answer-reasons.ts";
import { meaningOf } from "./graph-error-table.ts";

/** undefined where the exception's own text says it all, and where nothing was stored. */
export function reasonOfPayload(payload: unknown): AnswerReason | undefined {
  const parsed = errorSchema.safeParse(payload);
  if (!parsed.success) return undefined;
  const { error } = parsed.data;
  const { code, error_subcode: subcode } = error;
  const answer = { kind: "refused", status: 400, code, ...textsOf(error) } as const;
  return meaningOf(typeof subcode === "number" ? { ...answer, subcode } : answer, "claimNumber").reason;
}
