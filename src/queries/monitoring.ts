/** What is known of a number after its move, and what people do with it: monitoring checks, PINs, test messages. */
import { monitoringFunction } from "#domain/functions/monitoring-function.ts";
import {
  type MonitoringCheckMoment,
  monitoringCheckRow,
  type MonitoringCheckRow,
} from "#domain/monitoring/monitoring-check.ts";
import { type GapReading, readGap } from "#domain/monitoring/measured-gap.ts";
import { type CrudFilters, useList } from "@refinedev/core";
import * as z from "zod/mini";
import { useQuery } from "@tanstack/react-query";
import { asCommandError } from "../providers/command-error.ts";
import { useCommand, useFunctionCall } from "./commands/command-provider.ts";
import { useErrorText } from "./commands/error-text.ts";
import { callFunction } from "../providers/function-client.ts";
import type { Pace } from "../providers/live-provider.ts";
import type { Row } from "./row.ts";
import { useNotify } from "../providers/notify.ts";

type CheckRow = Omit<Row<"monitoring_checks">, "moment" | "points"> & {
  moment: MonitoringCheckMoment;
  points: unknown;
};
export type MonitoringCheck = Omit<CheckRow, "points"> & { points: readonly MonitoringCheckRow[] };
/** Without the person who sent or set it, which nobody may read through the API. */
export type TestMessageRow = Omit<
  Row<"test_messages">,
  "provider_id" | "client_id" | "request_id" | "sent_by"
>;
export type PinSettingRow = Pick<
  Row<"pin_settings">,
  "id" | "side" | "opened_at" | "closed_at" | "outcome" | "shown_at"
>;
export type SightingRow = Pick<
  Row<"message_sightings">,
  "direction" | "message_hash" | "status" | "at" | "error_code" | "error_title"
>;

const liveParams = { pace: "job" satisfies Pace };

function ofRequest(id: string, ...more: CrudFilters) {
  return {
    filters: [{ field: "request_id", operator: "eq" as const, value: id }, ...more],
    pagination: { mode: "off" as const },
    liveParams,
  };
}

/** In chronological order; `isLocked`: two-step verification as last read. */
export function useMonitoringChecks(requestId: string) {
  const { result, query } = useList<CheckRow>({
    resource: "monitoring_checks",
    ...ofRequest(requestId),
    sorters: [{ field: "due_at", order: "asc" }],
  });
  const checks = result.data.map((row): MonitoringCheck => {
    const points = z.array(monitoringCheckRow).safeParse(row.points);
    return { ...row, points: points.data ?? [] };
  });
  const newest = checks
    .filter(({ taken_at }) => taken_at !== null)
    .toSorted((one, other) => String(one.taken_at).localeCompare(String(other.taken_at)))
    .at(-1);
  const lock = newest?.points.find(({ point }) => point === "two_step_on")?.verdict;
  return { checks, isLocked: lock === undefined || lock === "unknown" ? undefined : lock === "good", query };
}

/** The newest first. */
export function usePinSettings(requestId: string): readonly PinSettingRow[] {
  const { result } = useList<PinSettingRow>({
    resource: "pin_settings",
    ...ofRequest(requestId),
    meta: { select: "id, side, opened_at, closed_at, outcome, shown_at" },
    sorters: [{ field: "opened_at", order: "desc" }],
  });
  return result.data;
}

/** Messages of people and the probe, the oldest first, and what webhooks reported about them. */
export function useTestMessages(requestId: string) {
  const messages = useList<TestMessageRow>({
    resource: "test_messages",
    ...ofRequest(requestId),
    meta: {
      select: "id, purpose, direction, last_four, opened_at, closed_at, outcome, error_number, message_hash",
    },
    sorters: [{ field: "opened_at", order: "asc" }],
  });
  const sightings = useList<SightingRow & { id: number }>({
    resource: "message_sightings",
    ...ofRequest(requestId),
    sorters: [{ field: "id", order: "asc" }],
    meta: { select: "id, direction, message_hash, status, at, error_code, error_title" },
  });
  return { messages: messages.result.data, sightings: sightings.result.data };
}

/** The step that gave the number its first PIN; undefined on routes where people register it by hand. */
export function useRegisterStep(requestId: string): RegisterStep | undefined {
  const { result } = useList<RegisterStep>({
    resource: "cutover_steps",
    ...ofRequest(requestId, { field: "step", operator: "eq", value: "register" }),
    meta: { select: "id, state, called_at, finished_at, pin_set_at, pin_shown_at" },
  });
  return result.data[0];
}
type RegisterStep = Pick<
  Row<"cutover_steps">,
  "id" | "state" | "called_at" | "finished_at" | "pin_set_at" | "pin_shown_at"
>;

/** null while nothing was probed, or before the number moved. */
export function useMeasuredGap(requestId: string, registeredAt: string | null): GapReading | null {
  const { messages, sightings } = useTestMessages(requestId);
  const register = useRegisterStep(requestId);
  const probes = messages
    .filter(({ purpose }) => purpose === "probe")
    .map(({ direction, ...probe }) => ({
      ...probe,
      direction: direction === "in" ? ("in" as const) : ("out" as const),
    }));
  return readGap({ registeredAt, register, probes, sightings });
}

type Target = { id: string; version: number };

/** What the number's own account can send, read once from Meta; `sendable` is undefined if it could not be read. */
export function useTestTemplates({ id, version }: Target) {
  const query = useQuery({
    queryKey: ["test-templates", id],
    queryFn: () => callFunction(monitoringFunction.templates, { command: "templates", request: id, version }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: false,
  });
  return { sendable: query.data, isLoading: query.isFetching, read: () => void query.refetch() };
}

export type TestMessageInput = { to: string; template: string; language: string };

/** Each resolves to undefined after a refusal that the person has seen. */
export function useMonitoring({ id, version }: Target) {
  const call = useFunctionCall();
  return {
    setPin: () => call(monitoringFunction.setPin, { command: "set_pin", request: id, version }),
    sendTest: (input: TestMessageInput) =>
      call(monitoringFunction.sendTest, { command: "send_test", request: id, version, ...input }),
  };
}

/** After these nobody can note the PIN any more; after any other refusal the person may try again. */
const tooLate = ["pin_replaced", "pin_not_found"];

/** Records what became of a PIN; resolves to whether that is on record, and otherwise tells the person. */
export function useNotePin(request: string): (pin: string, noted: boolean) => Promise<boolean> {
  const { attempt } = useCommand();
  const errorText = useErrorText();
  const notify = useNotify();
  return async (pin, noted) => {
    try {
      await attempt("note_pin", { request, pin, noted });
      return true;
    } catch (error) {
      const refusal = asCommandError(error);
      notify.error(errorText(refusal));
      return tooLate.includes(refusal.code);
    }
  };
}
