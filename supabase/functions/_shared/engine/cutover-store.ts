/** The engine's database commands. The caller decides how to call them: over PostgREST or directly. */
import type { Closing } from "#domain/cutover/closing.ts";
import type { CutoverStore, Intent } from "#domain/cutover/cutover-store.ts";
import { type Step, steps } from "#domain/cutover/step-catalogue.ts";
import type { RehearsalResult } from "#domain/rehearsal/rehearsal-result.ts";
import type { Played } from "#domain/rehearsal/rehearse.ts";
import * as z from "zod/mini";
import type { CallFunction } from "../database/call.ts";
import type { Closure } from "../graph/usage-gate.ts";
import { type EngineContext, readContext } from "./engine-context.ts";
import type { KeepProof } from "./source-gate.ts";

export type DueRequest = { request: string; provider: string };

/** How many steps run at once: in all, of one provider, and how many places stay free when a provider has several. */
export type MoveLimits = { atOnce: number; perProvider: number; keptFree: number };

export type EngineStore = CutoverStore & {
  moveLimits(): Promise<MoveLimits>;
  /** Requests that have something to do now, fairly by provider. */
  dueRequests(limit: number): Promise<DueRequest[]>;
  /** null when there is no such request. */
  readContext(requestId: string): Promise<EngineContext | null>;
  /** Attempts that still count against the number's budget, by step. */
  readAttempts(requestId: string): Promise<Partial<Record<Step, number>>>;
  /** Stops every worker from starting steps on the account or app for this many seconds. */
  pauseCalls(providerId: string, closure: Closure): Promise<void>;
  /** Records that Meta has shown the request's number at these ids of the old account. */
  proveSource: KeepProof;
  recordRehearsal(requestId: string, stop: Played["stop"], result: RehearsalResult): Promise<void>;
};

const dueSchema = z.array(z.object({ request_id: z.string(), provider_id: z.string() }));
const limitsSchema = z.object({ atOnce: z.int(), perProvider: z.int(), keptFree: z.int() });
const attemptsSchema = z.partialRecord(z.enum(steps), z.int());
const intentSchema = z.object({
  intent: z.string(),
  fence: z.number(),
  kind: z.enum(["call", "reconcile"]),
  authorisation: z.nullable(z.record(z.string(), z.unknown())),
  left: z.nullable(z.number()),
});

export function createEngineStore(call: CallFunction): EngineStore {
  return {
    async moveLimits() {
      return limitsSchema.parse(await call("engine_move_limits", {}));
    },
    async dueRequests(limit) {
      const due = dueSchema.parse(await call("engine_due_requests", { p_limit: limit }));
      return due.map(({ request_id: request, provider_id: provider }) => ({ request, provider }));
    },
    async readContext(requestId) {
      const context = await call("engine_context", { p_request: requestId });
      return context === null ? null : readContext(context);
    },
    async openIntent(requestId, step, { worker, leaseSeconds, byItself }): Promise<Intent> {
      const parameters = {
        p_request: requestId,
        p_step: step,
        p_worker: worker,
        p_lease_seconds: leaseSeconds,
        p_by_itself: byItself,
      };
      return intentSchema.parse(await call("engine_open_intent", parameters));
    },
    async closeIntent({ intent, fence }, closing: Closing) {
      await call("engine_close_intent", {
        p_intent: intent,
        p_fence: fence,
        p_outcome: closing.outcome,
        p_result: closing.result ?? null,
        p_records: closing.records ?? {},
        p_exception: closing.exceptions?.length ? closing.exceptions : null,
        p_wait_seconds: closing.waitSeconds === undefined ? null : Math.ceil(closing.waitSeconds),
        p_reset_to: closing.resetTo ?? null,
      });
    },
    async readAttempts(requestId) {
      return attemptsSchema.parse(await call("engine_attempts", { p_request: requestId }));
    },
    async pauseCalls(providerId, { kind, id, seconds }) {
      const parameters = { p_provider: providerId, p_kind: kind, p_id: id, p_seconds: Math.ceil(seconds) };
      await call("engine_pause_calls", parameters);
    },
    async proveSource(requestId, { wabaId, phoneNumberId }) {
      await call("engine_prove_source", {
        p_request: requestId,
        p_waba_id: wabaId,
        p_phone_number_id: phoneNumberId,
      });
    },
    async recordRehearsal(requestId, stop, result) {
      await call("engine_store_rehearsal", {
        p_request: requestId,
        p_stops_at: stop?.step ?? null,
        p_exception_code: stop?.code ?? null,
        p_result: result,
      });
    },
  };
}
