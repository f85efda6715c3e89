/** Each attacker tries each function: to call it at all, and as a person on its own request and on those of others. */
import { type Permission, permits, type Role } from "#domain/access/permissions.ts";
import { commandCatalogue } from "#domain/commands/command-catalogue.ts";
import type { FunctionEntry } from "../catalogue.ts";
import {
  commandArguments,
  commandPermissions,
  clientPermissions,
  type Judged,
} from "../expectations/command-expectations.ts";
import { callerRoles, type Callers, functions } from "../expectations/function-expectations.ts";
import { type Attacker, type Place, places, isLockedOut, rolesOn, sees, type Fixture } from "./attackers.ts";
import type { Cell } from "./attempts.ts";

function mayCall({ standsFor }: Attacker, callers: Callers): boolean {
  if (callers === "internal" || standsFor.includes("visitor")) return false;
  return standsFor.includes("service") ? callerRoles[callers].includes("service_role") : callers === "people";
}

/** The types of a function's arguments, as its signature names them. */
function typesOf({ signature }: FunctionEntry): string[] {
  const [, list = ""] = signature.match(/\((.*)\)$/) ?? [];
  return list === "" ? [] : list.split(",");
}

/** One call without any named argument: refused for lack of the right to call, or not. */
export function reachCell(entry: FunctionEntry, attacker: Attacker): Cell {
  const nothing = typesOf(entry).map((type) => `null::${type}`);
  const call = quoted(`select ${entry.name}(${nothing.join(", ")})`);
  return {
    name: `call ${entry.name}`,
    statement: `select case attack.attempt(${call}) when '42501' then 'closed' else 'open' end`,
    want: [mayCall(attacker, functions[entry.name] ?? "internal") ? "open" : "closed"],
  };
}

/** Undefined: nobody has decided about it, or it finds out by itself whom it is for. */
export function judgedBy(command: string): Judged | undefined {
  const catalogue: Record<string, { permission: Permission | null }> = commandCatalogue;
  const permission = catalogue[command]?.permission;
  const found: Judged | undefined = commandPermissions[command] ?? (permission ? { permission } : undefined);
  const client = clientPermissions[command];
  return found && { ...found, ...(client ? { client } : {}) };
}

type Target = { fixture: Fixture; place: Place };

function argumentsOf(entry: FunctionEntry, command: string, { fixture, place }: Target): string {
  const types = typesOf(entry);
  const reported: Record<string, string> = {
    p_request: `'${fixture.requests[place]}'`,
    p_version: "1",
    p_provider: `'${fixture.tenants[place].provider}'`,
    ...commandArguments[command],
  };
  return entry.arguments.map((name, index) => `${reported[name] ?? "null"}::${types[index]}`).join(", ");
}

/** The outcome of the command when its author is accepted, unknown to us, forbidden or unknown. */
function verdict(attacker: Attacker, judged: Judged, { place }: Target, byProvider: boolean) {
  const { standsFor } = attacker;
  if (standsFor.includes("visitor") || standsFor.includes("service")) return "42501";
  const held = rolesOn(attacker, place).filter((role) => !byProvider || role !== "client");
  if (byProvider && isLockedOut(attacker, place)) return "forbidden";
  if (held.length === 0) return judged.secretive ?? "unknown";
  return holds(held, judged) ? "accepted" : "forbidden";
}

/** Whether one of the roles may do it. */
export function holds(held: readonly Role[], { permission, client = permission }: Judged): boolean {
  return held.some((role) => permits([role], role === "client" ? client : permission));
}

/** The verdict on a command of people; undefined for a function that only reads, is for no place, or is undecided. */
export function judgement(attacker: Attacker, entry: FunctionEntry, target: Target): string | undefined {
  const [first = ""] = entry.arguments;
  const judged = ["p_request", "p_provider"].includes(first)
    ? judgedBy(entry.name.replace("public.", ""))
    : undefined;
  return judged && verdict(attacker, judged, target, first === "p_provider");
}

/** The arguments as JSON. */
export function callArguments(
  entry: FunctionEntry,
  command: string,
  { fixture, place }: Target,
): Record<string, unknown> {
  const reported: Record<string, unknown> = {
    p_request: fixture.requests[place],
    p_version: 1,
    p_provider: fixture.tenants[place].provider,
  };
  for (const [name, literal] of Object.entries(commandArguments[command] ?? {}))
    reported[name] = literal.slice(1, -1);
  return Object.fromEntries(entry.arguments.map((name) => [name, reported[name] ?? null]));
}

/** An answer of the database in the words of `verdict`. */
const asText = (call: string, unknown = "request|provider") =>
  `select case when a = '42501' then a when a ~ '^PT404 (${unknown})_not_found' then 'unknown'
    when a like 'PT403 %' then 'forbidden' when a like 'PT401 %' then 'not signed in' else 'accepted' end from (select attack.attempt(${quoted(call)}) as a) as t`;

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Reading functions: how many rows of a place each reveals. */
const visibleRows: Record<string, (fixture: Fixture, place: Place) => string> = {
  request_counts: ({ tenants }, place) =>
    `select coalesce(sum(requests), 0) from public.request_counts('${tenants[place].provider}')`,
  report_counts: ({ tenants }, place) =>
    `select coalesce(sum(requests), 0) from public.report_counts('${tenants[place].provider}', '2000-01-01', '2100-01-01') where dimension = 'status'`,
  template_counts: ({ requests }, place) =>
    `select coalesce(sum(templates), 0) from public.template_counts('${requests[place]}')`,
  event_actors: ({ requests }, place) => `select (public.event_actors('${requests[place]}') <> '{}')::int`,
  search_request_ids: (_fixture, place) =>
    `select count(*) from public.search_request_ids('M-${places.indexOf(place)}')`,
  search_requests: (_fixture, place) =>
    `select count(*) from public.search_requests('M-${places.indexOf(place)}')`,
  count_requests: ({ tenants }, place) =>
    `select public.count_requests('{"provider_id": ["${tenants[place].provider}"]}', 1000)`,
  // By the tallies, by an index alone, and by the list: each way its own.
  export_count: ({ tenants }, place) => {
    const count = (filter: string) => `public.export_count('${tenants[place].provider}', '${filter}')`;
    const sides = '{"waitingOn": ["us", "client", "old_provider", "meta"]}';
    return `select greatest(${count("{}")}, ${count('{"from": "2000-01-01T00:00:00Z"}')}, ${count(sides)})`;
  },
};

const forStaff = [
  "count_requests",
  "event_actors",
  "export_count",
  "request_counts",
  "search_request_ids",
  "search_requests",
];
const wholeProviders = ["count_requests", "export_count", "report_counts", "request_counts"];

function visibleTo(attacker: Attacker, reader: string, place: Place): string {
  const seen = sees(attacker, "of_client");
  if (seen === "denied" || attacker.standsFor.includes("service")) return "42501";
  if (forStaff.includes(reader)) {
    const isStaff = sees(attacker, "for_staff").includes(place === "foreign" ? "foreign" : "home");
    const requests = wholeProviders.includes(reader) && place !== "foreign" ? 2 : 1;
    return String(isStaff ? requests : 0);
  }
  const wholeProvider = wholeProviders.includes(reader);
  const asked: readonly Place[] = !wholeProvider
    ? [place]
    : place === "foreign"
      ? ["foreign"]
      : ["own", "sibling"];
  return String(asked.filter((one) => seen.includes(one)).length);
}

function accessCell(attacker: Attacker): Cell {
  const { standsFor } = attacker;
  const count = (names: readonly string[]) => standsFor.filter((actor) => names.includes(actor)).length;
  const closed = standsFor.includes("visitor") || standsFor.includes("service");
  const memberships = count(["analyst", "manager", "admin", "foreignAdmin", "lockedAdmin"]);
  const companies = count(["client", "siblingClient", "foreignClient"]);
  return {
    name: "ask my_access",
    statement:
      "select jsonb_array_length(a -> 'memberships') || ' and ' || jsonb_array_length(a -> 'clients') from public.my_access() as a",
    want: [closed ? "42501" : `${memberships} and ${companies}`],
  };
}

/** Every command of people on every place; an undecided one is wrong for everybody. */
export function commandCells(entry: FunctionEntry, attacker: Attacker, fixture: Fixture): Cell[] {
  const [schema, command = ""] = entry.name.split(".");
  if (schema !== "public" || functions[entry.name] !== "people") return [];
  if (command === "my_access") return [accessCell(attacker)];
  const judged = judgedBy(command);
  const byProvider = entry.arguments[0] === "p_provider";
  return places.map((place) => {
    const reader = visibleRows[command];
    const name = `${command} on ${place}`;
    if (reader)
      return { name, statement: reader(fixture, place), want: [visibleTo(attacker, command, place)] };
    if (command === "create_draft") return draftCell(attacker, fixture, place);
    if (command === "export_page") return pageCell(attacker, fixture, place);
    if (command === "accept_invitation") return invitationCell(attacker, fixture, place);
    const target = { fixture, place };
    const call = `select ${entry.name}(${argumentsOf(entry, command, target)})::text`;
    const want = judged ? verdict(attacker, judged, target, byProvider) : "a decision in the table";
    return { name, statement: asText(call), want: [want] };
  });
}

/** Any signed-in person may apply to any provider but their own; a token without a person gets nowhere. */
function draftCell(attacker: Attacker, { tenants }: Fixture, place: Place): Cell {
  const { standsFor, claims } = attacker;
  const closed = standsFor.includes("visitor") || standsFor.includes("service");
  const known = claims.sub !== undefined;
  const isMember = isLockedOut(attacker, place) || rolesOn(attacker, place).some((role) => role !== "client");
  const want = closed ? "42501" : !known ? "not signed in" : isMember ? "forbidden" : "accepted";
  const call = `select public.create_draft('${tenants[place].slug}', '{}')::text`;
  return { name: `create_draft on ${place}`, statement: asText(call), want: [want] };
}

/** Nobody continues another person's export; the audit names who took the rows. */
function pageCell({ standsFor }: Attacker, { tenants }: Fixture, place: Place): Cell {
  const closed = standsFor.includes("visitor") || standsFor.includes("service");
  const others = `(select id from public.exports where provider_id = '${tenants[place].provider}' limit 1)`;
  const call = `select public.export_page(coalesce(${others}, gen_random_uuid()), null, 1)::text`;
  return {
    name: `export_page on ${place}`,
    statement: asText(call, "export"),
    want: [closed ? "42501" : "unknown"],
  };
}

/** For this person, an invitation to another address does not exist. */
function invitationCell({ standsFor, claims }: Attacker, { tenants }: Fixture, place: Place): Cell {
  const closed = standsFor.includes("visitor") || standsFor.includes("service");
  const invitation = `(select id from public.invitations where provider_id = '${tenants[place].provider}')`;
  const call = `select public.accept_invitation(coalesce(${invitation}, gen_random_uuid()))::text`;
  const want = closed ? "42501" : claims.sub === undefined ? "not signed in" : "unknown";
  return { name: `accept_invitation on ${place}`, statement: asText(call, "invitation"), want: [want] };
}
