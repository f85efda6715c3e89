/** What a section of the proof is: the shape of its content, and how rows become it. */
import type * as z from "zod/mini";
import type { ProofRows, Variant } from "./proof-rows.ts";

export type ProofSection<Content> = {
  schema: z.ZodMiniType<Content>;
  /** Pure, and for the client of nothing but what a client may read: both make the same client's proof. */
  build(rows: ProofRows, variant: Variant): NoInfer<Content>;
};

export function section<Content>(definition: ProofSection<Content>): ProofSection<Content> {
  return definition;
}
