/** What defines a section of the proof: the shape of its content, and how it is built from rows. */
import type * as z from "zod/mini";
import type { ProofRows, Variant } from "./proof-rows.ts";

export type ProofSection<Content> = {
  schema: z.ZodMiniType<Content>;
  /** Pure, and for the client it uses only what a client may read: staff and client build the same client's proof. */
  build(rows: ProofRows, variant: Variant): NoInfer<Content>;
};

export function section<Content>(definition: ProofSection<Content>): ProofSection<Content> {
  return definition;
}
