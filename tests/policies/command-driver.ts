/** Drives the database's commands as the API would: by name, as somebody, with the answer or the refusal. */
import type { TransactionSql } from "postgres";
import postgres from "postgres";
import * as z from "zod";
import { checkCatalogue } from "#domain/checks/check-catalogue.ts";
import type { Step } from "#domain/cutover/step-catalogue.ts";
import type { Status } from "#domain/status/statuses.ts";
import type { Claims, TestDatabase } from "../support/database.ts";
import type { Actor, TwoTenants } from "./two-tenants.ts";

export type Input = Record<string, unknown>;
export type Answer = { done: unknown } | { refused: string; hint: string };

const outcome = z.object({ id: z.string(), reference: z.string(), status: z.string(), version: z.int() });
const intent = z.object({ intent: z.string(), fence: z.number(), kind: z.string() });

function parameter(value: unknown): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return JSON.stringify(value);
}

/** `refused` reads "409 wrong_status". Other errors of the database are thrown. */
async function call(transaction: TransactionSql, name: string, input: Input): Promise<unknown> {
  const keys = Object.keys(input);
  const list = keys.map((key, index) => {
    const json = typeof input[key] === "object" && input[key] !== null;
    return `p_${key} => $${index + 1}${json ? "::text::jsonb" : ""}`;
  });
  const [row] = await transaction.unsafe<{ outcome: unknown }[]>(
    `select public.${name}(${list.join(", ")}) as outcome`,
    keys.map((key) => parameter(input[key])),
  );
  return row?.outcome;
}

export class CommandDriver {
  readonly database: TestDatabase;
  readonly tenants: TwoTenants;
  #serial = 0;

  constructor(database: TestDatabase, tenants: TwoTenants) {
    this.database = database;
    this.tenants = tenants;
  }

  /** `keep` false takes the change back. */
  async try(actor: Actor | Claims, name: string, input: Input, keep = true): Promise<Answer> {
    const claims = typeof actor === "string" ? this.tenants.claims[actor] : actor;
    const undo = new Error("undo");
    let answer: Answer = { done: null };
    try {
      await this.database.asUser(claims, async (transaction) => {
        answer = { done: await call(transaction, name, input) };
        if (!keep) throw undo;
      });
    } catch (error) {
      if (error !== undo) {
        if (!(error instanceof postgres.PostgresError) || !/^PT\d{3}$/.test(error.code)) throw error;
        answer = { refused: `${error.code.slice(2)} ${error.message}`, hint: error.hint ?? "" };
      }
    }
    return answer;
  }

  async do(actor: Actor, name: string, input: Input): Promise<z.infer<typeof outcome>> {
    const answer = await this.try(actor, name, input);
    if ("refused" in answer) throw new Error(`${name}: ${answer.refused} ${answer.hint}`);
    return outcome.parse(answer.done);
  }

  /** A command on the request at the version at which it stands. */
  async command(
    actor: Actor,
    name: string,
    request: string,
    input: Input = {},
  ): Promise<z.infer<typeof outcome>> {
    return this.do(actor, name, { request, version: await this.version(request), ...input });
  }

  async tryCommand(actor: Actor, name: string, request: string, input: Input = {}): Promise<Answer> {
    return this.try(actor, name, { request, version: await this.version(request), ...input });
  }

  async version(request: string): Promise<number> {
    const [row] = await this.database.sql<
      { version: number }[]
    >`select version from public.migration_requests where id = ${request}`;
    return row?.version ?? 0;
  }

  async draft(more: Input = {}, actor: Actor = "client", slug = "home"): Promise<string> {
    this.#serial += 1;
    const application = {
      phoneNumber: `+1${200 + Math.floor(this.#serial / 100)}55501${String(this.#serial % 100).padStart(2, "0")}`,
      phoneCountry: "US",
      companyName: "Own",
      contactName: "C",
      contactEmail: "c@client.example",
      authorisedName: "A",
      authorisedEmail: "a@client.example",
      oldProviderName: "Oldbridge",
      reason: "price",
      sourceBusinessId: "9001",
      sourceWabaId: "9002",
      sourcePhoneNumberId: "9003",
      platformAccount: "own",
      acknowledgements: [
        "service_by_route",
        "history_stays",
        "templates_by_route",
        "templates_not_copied",
        "number_keeps_by_route",
      ],
      ...more,
    };
    return (await this.do(actor, "create_draft", { provider_slug: slug, application })).id;
  }

  async readChecks(request: string, failing: string[] = []): Promise<void> {
    const checks = Object.entries(checkCatalogue)
      .filter(([, { source }]) => source === "api")
      .map(([code]) => ({
        code,
        status: failing.includes(code) ? "failed" : "passed",
        field: "f",
        value: "v",
      }));
    const snapshots = ["source", "destination"].map((side) => ({ side, moment: "check", data: {} }));
    await this.do("service", "engine_record_checks", { request, checks, snapshots });
  }

  /** One step of the move as the engine runs it; person steps are authorised first. */
  async step(request: string, step: Step, outcomeOfStep = "done", more: Input = {}): Promise<void> {
    const approvals: Partial<Record<Step, [Actor, Input]>> = {
      request_code: ["client", { method: "SMS" }],
      verify_code: ["client", {}],
      register: ["manager", { lastFour: await this.lastFour(request) }],
    };
    const [actor, detail] = approvals[step] ?? [];
    if (actor) await this.command(actor, "authorise_step", request, { step, detail });
    const opened = await this.try("service", "engine_open_intent", {
      request,
      step,
      worker: "w",
      lease_seconds: 60,
    });
    if ("refused" in opened) throw new Error(`${step}: ${opened.refused} ${opened.hint}`);
    const { intent: id, fence } = intent.parse(opened.done);
    await this.do("service", "engine_close_intent", { intent: id, fence, outcome: outcomeOfStep, ...more });
  }

  async lastFour(request: string): Promise<string> {
    const [row] = await this.database.sql<
      { four: string }[]
    >`select right(phone_number, 4) as four from public.migration_requests where id = ${request}`;
    return row?.four ?? "";
  }

  /** A request driven by the commands to a status, with everything that the next act wants. */
  async bringTo(status: Status | "registered"): Promise<string> {
    const request = await this.draft();
    if (status === "draft") return request;
    if (status === "cancelled") return (await this.command("client", "cancel_request", request)).id;
    await this.command("client", "submit_request", request);
    if (status === "submitted") return request;
    if (status === "rejected")
      return (await this.command("manager", "reject_request", request, { reason: "duplicate" })).id;
    await this.command("manager", "accept_request", request);
    const { connection } = this.tenants.own;
    await this.command("manager", "choose_route", request, {
      route: "R2",
      connection,
      destination_waba_id: "9100",
    });
    await this.readChecks(request);
    if (status === "preparing") return request;
    await this.command("manager", "schedule_request", request, thisHour());
    await this.command("client", "confirm_window", request);
    if (status === "scheduled") return request;
    await this.command("manager", "start_cutover", request);
    for (const step of ["snapshot_before", "subscribe_app", "copy_templates", "claim_number"] as const)
      await this.step(request, step);
    if (status === "cutover") return request;
    for (const step of ["request_code", "verify_code", "register"] as const) await this.step(request, step);
    if (status === "registered") return request;
    if (status === "failed")
      return (await this.command("manager", "fail_cutover", request, { note: "gone" })).id;
    await this.step(request, "confirm_connected");
    await this.step(request, "snapshot_after", "done", {
      records: { snapshots: [{ side: "destination", moment: "after", data: {} }] },
    });
    await this.step(request, "compare");
    for (const track of ["webhook", "billing", "security_pin", "client_integration"]) {
      await this.command("manager", "set_track", request, { track, state: "done" });
    }
    if (status === "monitoring") return request;
    return (await this.command("manager", "complete_request", request)).id;
  }
}

type Window = { starts_at: string; ends_at: string };

/** Two hours from `start`, ms since 1970. */
export function windowAt(start: number): Window {
  return { starts_at: new Date(start).toISOString(), ends_at: new Date(start + 7_200_000).toISOString() };
}

export const thisHour = (): Window => windowAt(Date.now());
export const tomorrow = (): Window => windowAt(Date.now() + 86_400_000);
