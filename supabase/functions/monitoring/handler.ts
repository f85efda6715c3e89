/** Sets a moved number's new PIN, or sends a test message from it, for a person. The PIN lives here only. */
import { meaningOf } from "#domain/exceptions/graph-error-table.ts";
import { type SendErrorReason, sendErrorOf } from "#domain/exceptions/send-errors.ts";
import type { AnswerOf, RequestOf } from "#domain/functions/edge-function.ts";
import { monitoringFunction, monitoringRequest } from "#domain/functions/monitoring-function.ts";
import { GraphFailure } from "#domain/graph/graph-failure.ts";
import type { GraphPort } from "#domain/graph/graph-port.ts";
import * as z from "zod/mini";
import { createCall } from "../_shared/database/call.ts";
import { createEngineServices, type EngineServicesDeps } from "../_shared/engine/engine-services.ts";
import { answer, authorizationOf, type Handler, readJson, serve } from "../_shared/http.ts";
import { inputOf } from "../_shared/input.ts";
import { randomPin } from "../_shared/random-pin.ts";
import { Refusal } from "#domain/commands/refusal.ts";
import { readSendable } from "../_shared/monitoring/read-sendable.ts";
import { sendMessage } from "../_shared/monitoring/send-message.ts";
import { createUserClient } from "../_shared/database/user-client.ts";

/** `pin`: six digits that nobody can guess. */
export type MonitoringDeps = EngineServicesDeps & { pin?: () => string };

/** For one call to Meta. */
const deadlineSeconds = 15;

const begun = z.object({ attempt: z.uuid() });

/**
 * POST {"command", "request", "version", …} → 200.
 * set_pin: {"state": "set" | "refused" | "unknown", "pin"? once, "pinId"? to confirm it was noted, "confirmed",
 * "exception"?}.
 * send_test: {"state": "accepted" | "refused" | "unreachable", "reason"? if refused}.
 * templates: {"templates": [{"name", "language", "category"}], "approved"}: what can be sent unchanged, the recommended
 * one first, and the number of approved templates. Refuses with graph_unreachable, graph_refused (templates only),
 * bad_json, invalid_input (with fields), and the database's refusals.
 */
export function createMonitoringHandler(deps: MonitoringDeps): Handler {
  const { supabase, log, fetch, pin = randomPin } = deps;
  const { store, monitoring, openGraph } = createEngineServices(deps);
  return serve("POST", log, async (request) => {
    const authorization = authorizationOf(request);
    const input = inputOf(monitoringRequest, await readJson(request));
    const call = createCall(createUserClient(supabase, authorization, fetch), log);
    const target = { p_request: input.request, p_version: input.version };
    if (input.command === "templates") {
      await call("read_test_templates", target);
      return answer(monitoringFunction.templates, await readTemplates(input.request));
    }
    const { attempt: id } = begun.parse(
      input.command === "set_pin"
        ? await call("begin_pin", target)
        : await call("begin_test_message", { ...target, p_to: input.to }),
    );

    const context = await store.readContext(input.request);
    const phoneNumberId = context?.move.destinationPhoneNumberId;
    if (!context || !phoneNumberId) throw new Refusal(404, "request_not_found");
    const graph = await openGraph(context, deadlineSeconds);
    return input.command === "set_pin"
      ? answer(monitoringFunction.setPin, await setPin(graph, phoneNumberId, id))
      : answer(monitoringFunction.sendTest, await sendTest(graph, phoneNumberId, id, input));
  });

  async function readTemplates(request: string) {
    const context = await store.readContext(request);
    const wabaId = context?.move.destinationWabaId;
    if (!context || !wabaId) throw new Refusal(404, "request_not_found");
    try {
      return await readSendable(await openGraph(context, deadlineSeconds), wabaId);
    } catch (error) {
      if (!(error instanceof GraphFailure)) throw error;
      throw new Refusal(502, error.details.kind === "refused" ? "graph_refused" : "graph_unreachable");
    }
  }

  async function setPin(
    graph: GraphPort,
    phoneNumberId: string,
    id: string,
  ): Promise<AnswerOf<typeof monitoringFunction.setPin>> {
    const digits = pin();
    const failure = await failureOf(graph.setPin({ phoneNumberId, pin: digits }));
    const meaning = failure && meaningOf(failure.details, "setPin");
    const state = !meaning ? "set" : meaning.unsure ? "unknown" : "refused";
    const enabled = state === "refused" ? null : await isPinEnabled(graph, phoneNumberId);
    await monitoring.endPin(id, state, enabled);
    return {
      state,
      confirmed: enabled === true,
      ...(state === "refused" ? {} : { pin: digits, pinId: id }),
      ...(meaning ? { exception: meaning.code } : {}),
    };
  }

  async function sendTest(
    graph: GraphPort,
    phoneNumberId: string,
    id: string,
    { to, template, language }: RequestOf<typeof monitoringFunction.sendTest>,
  ): Promise<AnswerOf<typeof monitoringFunction.sendTest>> {
    const { failure, ...sent } = await sendMessage(graph, { phoneNumberId, to, template, language });
    await monitoring.endMessage(id, sent);
    return { state: sent.outcome, ...(sent.outcome === "refused" ? { reason: reasonOf(failure) } : {}) };
  }
}

/** A limited account is not even called, so there may be no error number. */
function reasonOf(failure: GraphFailure | undefined): SendErrorReason {
  if (failure?.details.code === undefined)
    return failure?.details.kind === "limited" ? "too_many_messages" : "unknown";
  return sendErrorOf(failure.details.code).reason;
}

/** null: it could not be read. */
async function isPinEnabled(graph: GraphPort, phoneNumberId: string): Promise<boolean | null> {
  try {
    const { isPinEnabled: enabled } = await graph.readNumber(phoneNumberId);
    return enabled ?? null;
  } catch (error) {
    if (error instanceof GraphFailure) return null;
    throw error;
  }
}

async function failureOf(call: Promise<void>): Promise<GraphFailure | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (error instanceof GraphFailure) return error;
    throw error;
  }
}
