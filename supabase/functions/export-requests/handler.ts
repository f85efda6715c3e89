/** Exports the filtered requests as CSV under the reader's own rights, audited before the first byte. */
import { csvModes } from "#domain/reports/csv.ts";
import { requestFilter } from "#domain/requests/request-filter.ts";
import * as z from "zod/mini";
import { refusalOf } from "../_shared/database-error.ts";
import { authorizationOf, type Handler, headers, readJson, serve } from "../_shared/http.ts";
import { inputOf } from "../_shared/input.ts";
import type { Logger } from "../_shared/log.ts";
import { Refusal } from "../_shared/refusal.ts";
import type { SupabaseRuntime } from "../_shared/runtime.ts";
import { createUserClient } from "../_shared/user-client.ts";
import { csvStream } from "./csv-stream.ts";
import { filteredRequests } from "./filtered-requests.ts";

export type ExportRequestsDeps = {
  supabase: SupabaseRuntime;
  log: Logger;
  fetch?: typeof fetch;
  now?: () => Date;
};

const order = z.object({
  providerId: z.uuid(),
  mode: z.enum(csvModes),
  filter: z._default(requestFilter, {}),
});

const maxRows = 250_000;

/**
 * POST {"providerId", "mode", "filter"} → 200 text/csv, streamed.
 * Refuses with bad_json, invalid_input (with fields), export_too_large (hint: rows), and what the database refuses.
 */
export function createExportRequestsHandler(deps: ExportRequestsDeps): Handler {
  const { supabase, log, fetch, now = () => new Date() } = deps;
  return serve("POST", log, async (request) => {
    const authorization = authorizationOf(request);
    const { providerId, mode, filter } = inputOf(order, await readJson(request));

    const client = createUserClient(supabase, authorization, fetch);
    const requests = await filteredRequests(client, providerId, filter, log);
    const count = await requests.count();
    if (count > maxRows) throw new Refusal(413, "export_too_large", { hint: String(count) });
    const audit = { p_provider: providerId, p_mode: mode, p_filter: filter, p_row_count: count };
    const { data: recorded, error } = await client.rpc("record_export", audit);
    if (error) throw refusalOf(error, log);

    const told = { p_provider: providerId, p_export: z.uuid().parse(recorded) };
    const finish = async (sha256: string) => {
      const { error: refused } = await client.rpc("record_export_hash", { ...told, p_sha256: sha256 });
      if (refused) throw refusalOf(refused, log);
    };

    const first = await requests.page(undefined);
    log.info("exported", { provider: providerId, rows: count });
    const name = `migration-requests-${now().toISOString().slice(0, 10)}-${mode}.csv`;
    const disposition = { "content-disposition": `attachment; filename="${name}"` };
    return new Response(csvStream(requests, first, count, mode, finish), {
      headers: headers("text/csv; charset=utf-8", disposition),
    });
  });
}
