/** Exports the filtered requests as CSV with the reader's own rights, recorded in the audit before the first byte. */
import { exportFunction } from "#domain/functions/file-functions.ts";
import * as z from "zod/mini";
import { createCall } from "../_shared/database/call.ts";
import { authorizationOf, type Handler, headers, readJson, serve } from "../_shared/http.ts";
import { inputOf } from "../_shared/input.ts";
import type { Logger } from "../_shared/log.ts";
import { Refusal } from "#domain/commands/refusal.ts";
import type { SupabaseRuntime } from "../_shared/runtime.ts";
import { createUserClient } from "../_shared/database/user-client.ts";
import { csvStream, pageSize } from "./csv-stream.ts";
import { exportPages } from "./export-pages.ts";

export type ExportRequestsDeps = {
  supabase: SupabaseRuntime;
  log: Logger;
  fetch?: typeof fetch;
  now?: () => Date;
};

const maxRows = 250_000;

/**
 * POST {"providerId", "mode", "filter"} → 200 text/csv, streamed.
 * Refuses with bad_json, invalid_input (with fields), export_too_large (hint: rows), and the database's refusals.
 */
export function createExportRequestsHandler(deps: ExportRequestsDeps): Handler {
  const { supabase, log, fetch, now = () => new Date() } = deps;
  return serve("POST", log, async (request) => {
    const authorization = authorizationOf(request);
    const { providerId, mode, filter } = inputOf(exportFunction.request, await readJson(request));

    const client = createUserClient(supabase, authorization, fetch);
    const call = createCall(client, log);
    const count = z.int().parse(await call("export_count", { p_provider: providerId, p_filter: filter }));
    if (count > maxRows) throw new Refusal(413, "export_too_large", { hint: String(count) });
    const entry = { p_provider: providerId, p_mode: mode, p_filter: filter, p_row_count: count };
    const id = z.uuid().parse(await call("record_export", entry));
    const finish = async (sha256: string) => {
      await call("record_export_hash", { p_provider: providerId, p_export: id, p_sha256: sha256 });
    };

    const read = exportPages(supabase, authorization, id, log, fetch);
    const first = await read(null, Math.min(pageSize, count));
    log.info("exported", { provider: providerId, rows: count });
    const name = `migration-requests-${now().toISOString().slice(0, 10)}-${mode}.csv`;
    const disposition = { "content-disposition": `attachment; filename="${name}"` };
    return new Response(csvStream(read, first, count, finish), {
      headers: headers("text/csv; charset=utf-8", disposition),
    });
  });
}
