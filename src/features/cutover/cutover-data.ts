/** The data that the cut-over page reads. */
import type { Sharing } from "#domain/cutover/evidence.ts";
import type { Verification } from "#domain/cutover/steps/verification.ts";
import type { Step, StepState } from "#domain/cutover/step-catalogue.ts";
import { useList, useOne } from "@refinedev/core";
import { type OpenRequest, requestFields } from "../../queries/request-columns.ts";
import type { Pace } from "../../providers/live-provider.ts";
import type { Row } from "../../queries/row.ts";

type OpenStep = Pick<
  Row<"cutover_steps">,
  "id" | "position" | "attempts" | "wait_from" | "wait_until" | "blocked_until" | "started_at" | "finished_at"
>;

export type StepRow = OpenStep & {
  step: Step;
  state: StepState;
  result: {
    error?: string;
    /** The client's browser reported how the signup window ended. */
    reported?: true;
    screen?: string;
    metaCode?: string;
    /** The time of the failed attempt; ISO. */
    at?: string;
    attemptsLeft?: number;
    attempts?: number;
    note?: string;
    /** As read from Meta when a code's answer was lost. */
    verification?: Verification;
    /** Of the signup window: whether Meta shows the number as shared, or only people say so. */
    sharing?: Sharing;
    /** Of the exchange of messages. */
    sent?: boolean;
    received?: boolean;
  } | null;
};

/** With its steps in one reading: what a person approves and the version they approve belong together. */
export type CutoverRequest = OpenRequest & {
  clients: { name: string } | null;
  cutover_steps: StepRow[];
};

export type OpenException = Row<"request_exceptions">;

const stepFields =
  "id, step, position, state, attempts, wait_from, wait_until, blocked_until, started_at, finished_at, result";

const liveParams = { pace: "cutover" satisfies Pace };

export function useCutover(id: string) {
  const request = useOne<CutoverRequest>({
    resource: "migration_requests",
    id,
    meta: { select: `${requestFields}, clients(name), cutover_steps(${stepFields})` },
    liveParams,
  });
  const ofRequest = [{ field: "request_id", operator: "eq" as const, value: id }];
  const exceptions = useList<OpenException>({
    resource: "request_exceptions",
    filters: [...ofRequest, { field: "resolved_at", operator: "null", value: true }],
    sorters: [{ field: "opened_at", order: "asc" }],
    pagination: { mode: "off" },
    liveParams,
  });
  const refresh = () => Promise.all([request.query.refetch(), exceptions.query.refetch()]);
  return {
    request: request.result,
    steps: (request.result?.cutover_steps ?? []).toSorted((a, b) => a.position - b.position),
    exceptions: exceptions.result.data,
    loading: request.query.isLoading,
    error: request.query.error,
    refresh,
  };
}

/** The first step that has not ended. */
export function currentStep(rows: readonly StepRow[]): StepRow | undefined {
  return rows.find((row) => row.state !== "done" && row.state !== "skipped");
}
