/** The database commands for calls that test or lock a moved number; each call has its row before it is made. */
import type { SendableTemplate } from "#domain/templates/sendable-templates.ts";
import * as z from "zod/mini";
import type { CallFunction } from "../database/call.ts";
import { goodRows } from "../database/good-rows.ts";

/** accepted: Meta accepted the message; unreachable: the outcome is unknown. */
export type Sent =
  | { outcome: "accepted"; messageHash: string }
  | { outcome: "refused"; errorNumber: number | null }
  | { outcome: "unreachable" };

export type DueProbe = {
  attempt: string;
  request: string;
  fromId: string;
  to: string;
  template: string;
  language: string;
};

export type MonitoringStore = {
  /** `enabled`: whether Meta then showed two-step verification as on; null: not read. */
  endPin(command: string, outcome: "set" | "refused" | "unknown", enabled: boolean | null): Promise<void>;
  endMessage(command: string, sent: Sent): Promise<void>;
  /** Messages to send now, each with its row open. */
  dueProbes(limit: number): Promise<readonly DueProbe[]>;
  /** Ids of requests whose moves are measured but have no template for outgoing messages yet. */
  dueProbeTemplates(limit: number): Promise<readonly string[]>;
  /** null: the account has no template that can be sent unchanged. */
  chooseProbeTemplate(request: string, template: SendableTemplate | null): Promise<void>;
};

const due = z.object({
  attempt: z.string(),
  request: z.string(),
  fromId: z.string(),
  to: z.string(),
  template: z.string(),
  language: z.string(),
});

export function createMonitoringStore(call: CallFunction): MonitoringStore {
  return {
    async endPin(attempt, outcome, enabled) {
      await call("engine_end_pin", { p_attempt: attempt, p_outcome: outcome, p_enabled: enabled });
    },
    async endMessage(attempt, sent) {
      await call("engine_end_test_message", {
        p_attempt: attempt,
        p_outcome: sent.outcome,
        p_error: sent.outcome === "refused" ? sent.errorNumber : null,
        p_message_hash: sent.outcome === "accepted" ? sent.messageHash : null,
      });
    },
    dueProbeTemplates: async (limit) =>
      z.array(z.string()).parse(await call("engine_due_probe_templates", { p_limit: limit })),
    async chooseProbeTemplate(request, template) {
      const chosen = { p_name: template?.name ?? null, p_language: template?.language ?? null };
      await call("engine_choose_probe_template", { p_request: request, ...chosen });
    },
    dueProbes: async (limit) =>
      goodRows(due, await call("engine_due_probes", { p_limit: limit }), "engine_due_probes"),
  };
}
