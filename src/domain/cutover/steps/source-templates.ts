/** The templates of the old provider's account, as far as our token may see them. */
import { meaningOf } from "../../exceptions/graph-error-table.ts";
import type { GraphPort, TemplateFacts } from "../../graph/graph-port.ts";
import { graphFailure } from "../failure-closing.ts";

/** null when Meta does not let us read them; throws GraphFailure if another attempt or a person can help. */
export async function listSourceTemplates(
  graph: Pick<GraphPort, "listTemplates">,
  wabaId: string | null,
): Promise<TemplateFacts[] | null> {
  if (wabaId === null) return null;
  try {
    return await graph.listTemplates(wabaId);
  } catch (error) {
    const failure = graphFailure(error);
    const { retry, code } = meaningOf(failure.details, "listTemplates");
    const isBlocked = ["refused", "unproven"].includes(failure.details.kind);
    if (isBlocked && retry !== "automatic" && code !== "TOKEN_INVALID") return null;
    throw failure;
  }
}
