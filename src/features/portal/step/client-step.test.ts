import { describe, expect, it } from "vitest";
import { checkCatalogue } from "#domain/checks/check-catalogue.ts";
import { statuses, type Status } from "#domain/status/statuses.ts";
import { manualSteps, stepCatalogue } from "#domain/cutover/step-catalogue.ts";
import {
  clientChecks,
  clientManualSteps,
  clientStep,
  codeStep,
  isWaitingOnClient,
  ownTasks,
} from "./client-step.ts";
import type { PortalCheck, PortalStep } from "../portal-request.ts";
import { stageOf, stages } from "../progress.ts";

const quiet = {
  status: "preparing",
  waiting_on: "us",
  next_action: "propose_date",
  next_action_subject: null,
  asked_at: null,
  hold_reason: null,
} as const;

describe("clientStep", () => {
  it.each([
    [{ status: "draft", next_action: "finish_application" }, { kind: "continue_draft" }],
    [{ status: "completed", next_action: null }, { kind: "completed" }],
    [{ status: "scheduled", next_action: "confirm_date" }, { kind: "confirm_date" }],
    [{ status: "cutover", next_action: "request_code" }, { kind: "request_code" }],
    [{ status: "cutover", next_action: "enter_code" }, { kind: "enter_code" }],
    [{ status: "cutover", next_action: "await_step", waiting_on: "meta" }, { kind: "wait_meta" }],
    [{ status: "cutover", next_action: "sign_up" }, { kind: "sign_up" }],
    [
      { status: "monitoring", next_action: "confirm_integration", waiting_on: "client" },
      { kind: "confirm_integration" },
    ],
    [{ status: "monitoring", next_action: "finish_tracks" }, { kind: "wait" }],
    [
      { status: "cutover", next_action: "complete_step", next_action_subject: "acknowledge_losses" },
      { kind: "manual", step: "acknowledge_losses" },
    ],
    [
      { status: "cutover", next_action: "complete_step", next_action_subject: "approve_removal" },
      { kind: "switch_systems" },
    ],
    [
      {
        status: "cutover",
        next_action: "complete_step",
        next_action_subject: "set_migration_intent",
        waiting_on: "old_provider",
      },
      { kind: "wait_old_provider" },
    ],
    [
      { next_action: "pass_check", next_action_subject: "TWO_STEP_OFF", waiting_on: "client" },
      { kind: "check", code: "TWO_STEP_OFF" },
    ],
    [{ next_action: "pass_check", next_action_subject: "TWO_STEP_OFF" }, { kind: "wait" }],
    [
      { next_action: "pass_check", next_action_subject: "TWO_STEP_OFF", waiting_on: "meta" },
      { kind: "wait_two_step" },
    ],
    [
      { next_action: "pass_check", next_action_subject: "SOURCE_READY", waiting_on: "meta" },
      { kind: "wait_answer" },
    ],
    [{ next_action: "pass_check", next_action_subject: "DESTINATION_READY" }, { kind: "wait" }],
    [
      { next_action: "resolve_exception", next_action_subject: "NO_FUNDING" },
      { kind: "exception", code: "NO_FUNDING" },
    ],
    [{ next_action: "resolve_exception", next_action_subject: "constructor" }, { kind: "wait" }],
    [{ status: "submitted", next_action: "triage", asked_at: "2026-11-01T00:00:00Z" }, { kind: "answer" }],
    [{ hold_reason: "later", next_action: "release_hold" }, { kind: "hold" }],
    [
      { next_action: "pass_check", next_action_subject: "NUMBER_FORMAT", waiting_on: "old_provider" },
      { kind: "wait_old_provider" },
    ],
  ] as const)("shows %j as %j", (change, step) => {
    expect(clientStep({ ...quiet, ...change })).toEqual(step);
  });

  it("knows which side is waited on", () => {
    expect(isWaitingOnClient({ kind: "exception", code: "TWO_STEP_ON" })).toBe(true);
    expect(isWaitingOnClient({ kind: "exception", code: "NO_FUNDING" })).toBe(false);
    expect(isWaitingOnClient({ kind: "confirm_integration" })).toBe(true);
    expect(isWaitingOnClient({ kind: "wait" })).toBe(false);
  });

  it("offers every manual step that a client may mark done, and no other", () => {
    const own = manualSteps.filter((step) => stepCatalogue[step].doneBy !== "staff");
    expect([...clientManualSteps].sort()).toEqual(own.sort());
  });

  it("has a text for every check of the client", () => {
    const own = Object.entries(checkCatalogue).flatMap(([code, { owner }]) =>
      owner === "client" ? [code] : [],
    );
    expect(clientChecks).toEqual(expect.arrayContaining(own));
  });
});

const check = (code: PortalCheck["code"], status: PortalCheck["status"], read = true): PortalCheck => ({
  id: code,
  code,
  status,
  read_at: read ? "2026-11-20T10:00:00Z" : null,
  claimed_at: null,
  contradicted_at: null,
});

it("lists what the client can do, blocking tasks first", () => {
  const checks = [
    check("CODE_CHANNEL", "passed"),
    check("TWO_STEP_OFF", "failed"),
    check("NAME_APPROVED", "passed"),
    check("TEMPLATES_PLAN", "pending"),
    check("ROLLBACK_CARD", "pending", false),
    check("WABA_DATA", "pending", false),
    check("PLATFORM_ACCOUNT", "passed"),
    check("SOURCE_READY", "failed"),
  ];
  expect(ownTasks(checks).map(({ code }) => code)).toEqual([
    "TWO_STEP_OFF",
    "WABA_DATA",
    "ROLLBACK_CARD",
    "CODE_CHANNEL",
  ]);
});

it("requires nothing of a client before Meta has been asked", () => {
  expect(ownTasks([check("TWO_STEP_OFF", "pending", false)])).toEqual([]);
});

it("allows requesting a code only while its step is open", () => {
  const step = (name: PortalStep["step"], state: PortalStep["state"]): PortalStep => ({
    id: name,
    step: name,
    state,
    attempts: 0,
    result: null,
    finished_at: null,
  });
  expect(codeStep([step("claim_number", "done"), step("request_code", "pending")])).toBe("request_code");
  expect(codeStep([step("request_code", "done"), step("verify_code", "pending")])).toBe("enter_code");
  expect(codeStep([step("request_code", "unknown")])).toBeUndefined();
  expect(codeStep([step("claim_number", "pending")])).toBeUndefined();
});

it("gives every live status a stage", () => {
  const stage = (status: Status) => stageOf({ status, next_action: null });
  expect(statuses.filter((status) => stage(status) === undefined)).toEqual([
    "rejected",
    "cancelled",
    "failed",
  ]);
  expect(stages).toContain(stage("scheduled"));
  expect(stageOf({ status: "preparing", next_action: "choose_route" })).toBe("checking");
  expect(stageOf({ status: "preparing", next_action: "pass_check" })).toBe("checking");
  expect(stageOf({ status: "preparing", next_action: "propose_date" })).toBe("preparing");
});
