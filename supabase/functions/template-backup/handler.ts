/** Exports the texts of the old account's templates as a file, for staff or for the client whose request it is. */
import { templateBackupFunction } from "#domain/functions/file-functions.ts";
import { GraphFailure } from "#domain/graph/graph-failure.ts";
import type { GraphPort, TemplateText } from "#domain/graph/graph-port.ts";
import { backupName } from "#domain/templates/backup-name.ts";
import { createCall } from "../_shared/database/call.ts";
import { createEngineServices, type EngineServicesDeps } from "../_shared/engine/engine-services.ts";
import { authorizationOf, type Handler, headers, serve } from "../_shared/http.ts";
import { inputOf } from "../_shared/input.ts";
import { Refusal } from "#domain/commands/refusal.ts";
import { createUserClient } from "../_shared/database/user-client.ts";

const deadlineSeconds = 20;
/** Meta allows 6,000 templates, a hundred a page. */
const maxPages = 100;

export type TemplateBackupDeps = EngineServicesDeps & { now?: () => Date };

/**
 * GET ?request=id → 200 application/json, streamed, an array of templates with their components. The export is recorded
 * before the first byte. Refuses with invalid_input, source_not_proved, graph_unreachable when the first page cannot be
 * read, and the database's refusals.
 */
export function createTemplateBackupHandler({
  now = () => new Date(),
  ...deps
}: TemplateBackupDeps): Handler {
  const { supabase, log, fetch } = deps;
  const { store, openGraph } = createEngineServices(deps);
  return serve("GET", log, async (request) => {
    const authorization = authorizationOf(request);
    const asked = Object.fromEntries(new URL(request.url).searchParams);
    const { request: id } = inputOf(templateBackupFunction.request, asked);
    const call = createCall(createUserClient(supabase, authorization, fetch), log);
    await call("record_template_backup", { p_request: id });

    const context = await store.readContext(id);
    const wabaId = context?.move.sourceWabaId;
    if (!context || !wabaId) throw new Refusal(409, "source_missing");
    const graph = await openGraph(context, deadlineSeconds);
    const first = await firstPage(graph, wabaId);
    const name = backupName(wabaId, now().toISOString());
    log.info("backed_up", { request: id });
    return new Response(jsonStream(graph, wabaId, first), {
      headers: headers("application/json; charset=utf-8", {
        "content-disposition": `attachment; filename="${name}"`,
      }),
    });
  });
}

type Page = { templates: TemplateText[]; after: string | null };

async function firstPage(graph: GraphPort, wabaId: string): Promise<Page> {
  try {
    return await graph.readTemplateTexts(wabaId, null);
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error;
    if (error.details.kind === "unproven") throw new Refusal(409, "source_not_proved");
    throw new Refusal(502, error.details.kind === "refused" ? "source_not_readable" : "graph_unreachable");
  }
}

/** Streams page by page; an error aborts the transfer, so that no half file looks complete. */
function jsonStream(graph: GraphPort, wabaId: string, first: Page): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let page = first;
  let pages = 1;
  let isFirst = true;
  return new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode("[\n"));
    },
    async pull(controller) {
      const lines = page.templates.map((template) => JSON.stringify(template)).join(",\n");
      // Always writes something: a pull that writes nothing is not repeated.
      controller.enqueue(encoder.encode(isFirst || lines === "" ? lines || "\n" : `,\n${lines}`));
      isFirst &&= lines === "";
      if (page.after === null) {
        controller.enqueue(encoder.encode("\n]\n"));
        controller.close();
        return;
      }
      pages += 1;
      if (pages > maxPages) throw new Error("more pages than Meta can have");
      page = await graph.readTemplateTexts(wabaId, page.after);
    },
  });
}
