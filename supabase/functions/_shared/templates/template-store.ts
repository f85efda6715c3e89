/** The database commands that store the readings of templates. */
import type { Forecast } from "#domain/templates/template-forecast.ts";
import type { TemplateRecord } from "#domain/templates/template-outcome.ts";
import type { TemplateReading } from "#domain/templates/template-reading.ts";
import * as z from "zod/mini";
import type { CallFunction } from "../database/call.ts";
import { templateRecord, templateRow } from "../engine/engine-context.ts";

export type DueTemplateReading = { reading: string; request: string };

export type TemplateStore = {
  /** Throws Refusal wrong_status once the move has begun. */
  recordForecast(requestId: string, forecast: Forecast): Promise<void>;
  readRecorded(requestId: string): Promise<TemplateRecord[]>;
  /** Due readings after moves; each is leased to this worker for a while. */
  dueReadings(limit: number): Promise<DueTemplateReading[]>;
  recordReading(reading: string, result: TemplateReading): Promise<void>;
  /** Stores why the reading failed; it becomes due again later. */
  recordUnread(reading: string, cause: string): Promise<void>;
};

const due = z.array(z.object({ reading: z.string(), request: z.string() }));

export function createTemplateStore(call: CallFunction): TemplateStore {
  const store = (reading: string, changes: readonly unknown[], summary: unknown, cause: string | null) =>
    call("engine_store_template_reading", {
      p_reading: reading,
      p_changes: changes,
      p_summary: summary,
      p_cause: cause,
    });
  return {
    async recordForecast(requestId, { templates, summary }) {
      await call("engine_store_template_forecast", {
        p_request: requestId,
        p_templates: templates,
        p_summary: summary,
      });
    },
    async readRecorded(requestId) {
      const rows = await call("engine_recorded_templates", { p_request: requestId });
      return z.array(templateRow).parse(rows).map(templateRecord);
    },
    async dueReadings(limit) {
      return due.parse(await call("engine_due_template_readings", { p_limit: limit }));
    },
    async recordReading(reading, { changes, summary }) {
      await store(reading, changes, summary, null);
    },
    async recordUnread(reading, cause) {
      await store(reading, [], null, cause);
    },
  };
}
