/** Runs a person's cut-over command: the database authorises it, then its step runs. Code and PIN live here only. */
import type { Outcome } from "#domain/cutover/closing.ts";
import type { StepRun } from "#domain/cutover/run-step.ts";
import type { StepState } from "#domain/cutover/step-catalogue.ts";
import type { StepInput } from "#domain/cutover/step-declaration.ts";
import { createCall } from "../_shared/database/call.ts";
import { createEngineServices, type EngineServicesDeps } from "../_shared/engine/engine-services.ts";
import { answer, authorizationOf, type Handler, readJson, serve } from "../_shared/http.ts";
import { randomPin } from "../_shared/random-pin.ts";
import { cutoverFunction } from "#domain/functions/cutover-function.ts";
import type { AnswerOf } from "#domain/functions/edge-function.ts";
import { Refusal } from "#domain/commands/refusal.ts";
import { createUserClient } from "../_shared/database/user-client.ts";
import { type CutoverCommand, detailOf, readCommand, stepOfCommand } from "./cutover-commands.ts";

/** `pin`: six digits that nobody can guess. */
export type CutoverDeps = EngineServicesDeps & { pin?: () => string };

/** How long the automatic steps after the command may delay the answer, in ms; the ticker does the rest. */
const maxWaitMs = 6000;

const states: Record<Outcome, StepState> = {
  done: "done",
  skipped: "skipped",
  again: "pending",
  failed: "failed",
  unknown: "unknown",
};

/**
 * POST {"command", "request", "version", …} → 200 {"state", "error"?, "exception"?, "attemptsLeft"?, "waitUntil"?,
 * "pin"?, "pinId"?}. The PIN is returned once, after a register in which this call set it or may have set it; `pinId`
 * is for confirming that it was noted. Refuses with bad_json, unknown_command, invalid_input (with fields), and the
 * database's refusals.
 */
export function createCutoverHandler(deps: CutoverDeps): Handler {
  const { supabase, log, fetch, pin = randomPin } = deps;
  const { engine } = createEngineServices(deps);
  return serve("POST", log, async (request) => {
    const authorization = authorizationOf(request);
    const read = readCommand(await readJson(request));
    if ("problem" in read) throw new Refusal(400, read.problem);
    if ("fields" in read) {
      throw new Refusal(400, "invalid_input", {
        fields: read.fields.map((path) => ({ path, code: "invalid" })),
      });
    }
    const { input } = read;
    const step = stepOfCommand[input.command];

    const call = createCall(createUserClient(supabase, authorization, fetch), log);
    await call("authorise_step", {
      p_request: input.request,
      p_version: input.version,
      p_step: step,
      p_detail: detailOf(input),
    });

    const secrets = secretsOf(input, pin);
    const run = await engine.runPersonStep(input.request, step, secrets);
    const { outcome } = run.closing;
    const moved = outcome === "done" || outcome === "skipped" || run.closing.resetTo !== undefined;
    if (moved)
      await engine
        .workRequest(input.request, Date.now() + maxWaitMs)
        .catch((failure: unknown) => goOn(failure));
    const pinOf = run.closing.records?.pinShown ? { pin: secrets.pin, pinId: run.intent } : {};
    return answer(cutoverFunction, { ...answerOf(run), ...pinOf });
  });

  /** The command is done and must be answered; the ticker takes the remaining steps. */
  function goOn(failure: unknown): void {
    log.error("work_failed", { message: failure instanceof Error ? failure.message : String(failure) });
  }
}

function secretsOf(input: CutoverCommand, pin: () => string): StepInput["secrets"] {
  if (input.command === "enter_code") return { code: input.code };
  if (input.command === "finish_signup") return { signupCode: input.code };
  return input.command === "approve_register" || input.command === "register_silently" ? { pin: pin() } : {};
}

function answerOf({ closing, left }: StepRun): AnswerOf<typeof cutoverFunction> {
  const { outcome, result, exceptions, waitSeconds } = closing;
  const wait = waitSeconds ? new Date(Date.now() + waitSeconds * 1000).toISOString() : undefined;
  return {
    state: states[outcome],
    ...(typeof result?.error === "string" ? { error: result.error } : {}),
    ...(exceptions?.[0] ? { exception: exceptions[0].code } : {}),
    ...(left === null ? {} : { attemptsLeft: left }),
    ...(wait === undefined ? {} : { waitUntil: wait }),
  };
}
