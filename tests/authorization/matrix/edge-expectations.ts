/** Lists every command of every Edge Function, and what each needs. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Permission } from "#domain/access/permissions.ts";
import { commandCatalogue } from "#domain/commands/command-catalogue.ts";
import { connectionsFunction } from "#domain/functions/connections-function.ts";
import { cutoverFunction } from "#domain/functions/cutover-function.ts";
import { monitoringRequest } from "#domain/functions/monitoring-function.ts";
import type { Judged } from "../expectations/command-expectations.ts";
import { inputsOf, type Order } from "./edge-commands.ts";
import { judgedBy } from "./function-cells.ts";

export const functionsFolder = path.join(import.meta.dirname, "../../../supabase/functions");

export type Expectation = {
  method: "GET" | "POST";
  query?: (order: Order) => string;
  body?: (order: Order) => unknown;
} & (OfRole | OfPerson | OfNobody);

type OfRole = Judged & {
  /** It is about the provider, so clients count as strangers and get their answer. */
  ofProvider?: "403" | "404";
  /** Only for people who signed in with a second factor. */
  secondFactor?: true;
};

/** For any signed-in person, but `member` for those who work there; `missing`: the code that comes with 404. */
type OfPerson = { person: "accepted" | "404"; member?: "403"; missing?: string };

/** Judged by something other than the caller: the same answer for everybody. */
type OfNobody = { everybody: "200" | "401" | "403" };

const nowhere: Order = {
  place: "own",
  slug: "",
  provider: "",
  client: "",
  connection: "",
  invitation: "",
  request: "",
  version: 0,
};

const target = ({ request, version }: Order) => ({ request, version });

/** A command of a function whose body names the command. */
function command(name: string, permission: Permission, more: object = {}): Expectation {
  return { method: "POST", permission, body: (order) => ({ ...target(order), command: name, ...more }) };
}

function connection(name: string, more: object = {}): Expectation {
  return {
    method: "POST",
    permission: "connection.manage",
    ofProvider: "404",
    body: ({ provider, connection: id }) => ({ command: name, provider, connection: id, ...more }),
  };
}

/** The commands by the permission table; one without an input or a permission is left out, and then found missing. */
function databaseCommands(): Record<string, Expectation> {
  const commands = Object.keys(inputsOf(nowhere)).flatMap((command): [string, Expectation][] => {
    const needs = needsOf(command);
    const body = (order: Order) => ({ command, input: inputOf(command, order) });
    return needs ? [[`commands ${command}`, { method: "POST", body, ...needs }]] : [];
  });
  return Object.fromEntries(commands);
}

function needsOf(command: string) {
  if (command === "create_draft") return { person: "accepted", member: "403" } as const;
  if (command === "accept_invitation") return { person: "404", missing: "invitation_not_found" } as const;
  const judged = judgedBy(command);
  if (!judged) return undefined;
  const ofProvider = "provider" in inputOf(command, nowhere) ? ({ ofProvider: "404" } as const) : {};
  const secondFactor = command === "set_second_factor" ? ({ secondFactor: true } as const) : {};
  return { ...judged, ...ofProvider, ...secondFactor };
}

function inputOf(command: string, order: Order): object {
  const inputs: Record<string, object> = inputsOf(order);
  return inputs[command] ?? {};
}

/** What each command needs, written by hand except where the permission table says it. */
export const edgeCommands: Record<string, Expectation> = {
  checks: { method: "POST", body: target, permission: "check.run" },
  "connections save": connection("save", {
    name: "App",
    appId: "73020",
    businessId: "70021",
    token: "a-token-that-nobody-has-given",
  }),
  "connections test": connection("test"),
  "cutover request_code": command("request_code", "code.request", { method: "SMS", language: "en_US" }),
  "cutover enter_code": command("enter_code", "code.enter", { code: "123456" }),
  "cutover finish_signup": command("finish_signup", "signup.finish", {
    code: "left-by-the-window",
    wabaId: "7200",
    phoneNumberId: "7300",
  }),
  "cutover register_silently": command("register_silently", "cutover.approve", { lastFour: "0100" }),
  "cutover approve_register": command("approve_register", "cutover.approve", { lastFour: "0100" }),
  "export-requests": {
    method: "POST",
    body: ({ provider }) => ({ providerId: provider, mode: "machine", filter: {} }),
    permission: "report.export",
    ofProvider: "403",
  },
  "monitoring set_pin": command("set_pin", "pin.set"),
  "monitoring templates": command("templates", "message.test"),
  "monitoring send_test": command("send_test", "message.test", {
    to: "+12025550177",
    template: "order_update",
    language: "en_US",
  }),
  "provider-page": { method: "GET", query: () => "?slug=home", everybody: "200" },
  rehearsal: { method: "POST", body: target, permission: "cutover.rehearse" },
  "signup-window": { method: "POST", body: ({ request }) => ({ request }), permission: "request.read" },
  "template-backup": {
    method: "GET",
    query: ({ request }) => `?request=${request}`,
    permission: "request.read",
  },
  templates: { method: "POST", body: target, permission: "check.run" },
  tick: { method: "POST", body: () => ({}), everybody: "403" },
  "webhooks GET": {
    method: "GET",
    query: () => "?hub.mode=subscribe&hub.verify_token=guess&hub.challenge=1",
    everybody: "403",
  },
  "webhooks POST": {
    method: "POST",
    body: () => ({ object: "whatsapp_business_account", entry: [] }),
    everybody: "401",
  },
  ...databaseCommands(),
};

type CommandSchema = {
  def: { options: readonly { shape: { command: { def: { values: readonly string[] } } } }[] };
};

const commandSchema: Record<string, CommandSchema> = {
  connections: connectionsFunction.request,
  cutover: cutoverFunction.request,
  monitoring: monitoringRequest,
};

/** Every command that the functions accept, by their own sources and input schemas: named as in the table above. */
export function commandsFound(): string[] {
  return edgeFunctionNames().flatMap((name) => {
    if (name === "commands") return Object.keys(commandCatalogue).map((command) => `${name} ${command}`);
    const source = sourceOf(name);
    const schema = commandSchema[name];
    const commands = schema?.def.options.flatMap(({ shape }) => shape.command.def.values);
    if (commands) return commands.map((one) => `${name} ${one}`);
    if (contractOf(name).includes("discriminatedUnion("))
      return [`${name} whose commands are in no known schema`];
    const methods = Array.from(source.matchAll(/\bserve\("([A-Z]+)"/g), ([, method]) => method);
    return methods.length > 1 ? methods.map((method) => `${name} ${method}`) : [name];
  });
}

/** Every folder that the platform would serve. */
export function edgeFunctionNames(): string[] {
  const entries = readdirSync(functionsFolder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("_"))
    .map((entry) => entry.name)
    .toSorted();
}

/** What the domain says that it accepts; functions that accept one thing may share a file. */
function contractOf(name: string): string {
  const file = path.join(functionsFolder, `../../src/domain/functions/${name}-function.ts`);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

function sourceOf(name: string): string {
  const folder = path.join(functionsFolder, name);
  const files = readdirSync(folder).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
  return files.map((file) => readFileSync(path.join(folder, file), "utf8")).join("\n");
}
