/** The database rows that the domain defines: permissions, transitions, checks, exceptions, steps, routes, clocks. */
import postgres from "postgres";
import { permissions, roles } from "#domain/access/permissions.ts";
import { checkCatalogue } from "#domain/checks/check-catalogue.ts";
import { clockCatalogue, type ClockEntry } from "#domain/clocks/clock-catalogue.ts";
import { noticeCatalogue } from "#domain/clocks/notice-catalogue.ts";
import { routeSteps } from "#domain/cutover/route-steps.ts";
import { type EngineEntry, type ManualEntry, stepCatalogue, steps } from "#domain/cutover/step-catalogue.ts";
import { stepWaiting } from "#domain/cutover/step-waiting.ts";
import { exceptionCatalogue, isSettledByHand } from "#domain/exceptions/exception-catalogue.ts";
import { exceptionCodes } from "#domain/exceptions/exception-codes.ts";
import { transitions } from "#domain/status/transitions.ts";
import { routeCatalogue, routes } from "#domain/routes/route-catalogue.ts";
import { type AlarmEntry, alarmCatalogue } from "#domain/webhooks/alarm-codes.ts";

type Value = string | number | boolean | null | readonly string[];
type Row = Readonly<Record<string, Value>>;
type Reference = {
  /** In the schema private. */
  table: string;
  /** The number of leading columns that identify a row. */
  keys: number;
  rows: readonly Row[];
  /** Operators change these rows, so only missing ones are added. */
  tuned?: true;
};

const hours = (count: number | undefined) => (count === undefined ? null : `${count} hours`);
const seconds = (count: number | undefined) => (count === undefined ? null : `${count} seconds`);

function exceptionRow(code: (typeof exceptionCodes)[number], index: number): Row {
  const { owner, retry, watchedBy, openedIn, blockHours } = exceptionCatalogue[code];
  return {
    code,
    position: index + 1,
    owner,
    retry,
    settled_by_hand: isSettledByHand(code),
    watched_by: watchedBy ?? [],
    opened_in: openedIn ?? [],
    block: hours(blockHours),
  };
}

function stepRow(step: (typeof steps)[number], index: number): Row {
  const entry: EngineEntry | ManualEntry = stepCatalogue[step];
  const { budget, pauseSeconds } = entry.trigger === "manual" ? {} : entry;
  return {
    step,
    position: index + 1,
    status: entry.status,
    trigger: entry.trigger,
    repeatable: entry.repeatable,
    budget: budget?.attempts ?? null,
    budget_window: hours(budget?.hours),
    pause: seconds(pauseSeconds),
    waits_on: stepWaiting[step].waitsOn,
    action: stepWaiting[step].action,
    irreversible: entry.irreversible ?? false,
    asks_digits: entry.asksDigits ?? false,
    done_by: entry.trigger === "manual" ? entry.doneBy : null,
  };
}

const references: readonly Reference[] = [
  {
    table: "permissions",
    keys: 2,
    rows: roles.flatMap((role) => permissions[role].map((permission) => ({ role, permission }))),
  },
  {
    table: "transitions",
    keys: 2,
    rows: transitions.map(({ permission, from, to }) => ({ permission, from_status: from, to_status: to })),
  },
  {
    table: "check_catalogue",
    keys: 1,
    rows: Object.entries(checkCatalogue).map(([code, { owner, hard, source, predicts }], index) => ({
      code,
      position: index + 1,
      owner,
      hard,
      source,
      predicts,
    })),
  },
  { table: "exception_catalogue", keys: 1, rows: exceptionCodes.map(exceptionRow) },
  { table: "step_catalogue", keys: 1, rows: steps.map(stepRow) },
  {
    table: "route_steps",
    keys: 2,
    rows: routes.flatMap((route) =>
      routeSteps[route].map((step, index) => ({ route, step, position: index + 1 })),
    ),
  },
  {
    table: "route_needless_checks",
    keys: 2,
    rows: routes.flatMap((route) => routeCatalogue[route].needlessChecks.map((code) => ({ route, code }))),
  },
  {
    table: "clock_catalogue",
    keys: 1,
    rows: Object.entries<ClockEntry>(clockCatalogue).map(
      ([code, { owner, counts, minutes, actions, isDefault }]) => ({
        code,
        owner,
        counts,
        minutes,
        actions: actions ?? [],
        is_default: isDefault ?? false,
      }),
    ),
  },
  {
    table: "notice_catalogue",
    keys: 1,
    rows: Object.entries(noticeCatalogue).map(([kind, minutes]) => ({ kind, minutes })),
    tuned: true,
  },
  {
    table: "alarm_catalogue",
    keys: 1,
    rows: Object.entries<AlarmEntry>(alarmCatalogue).map(([code, { afterRegister }], index) => ({
      code,
      position: index + 1,
      after_register: afterRegister ?? false,
    })),
  },
];

const columnsOf = ({ rows }: Reference) => Object.keys(rows[0] ?? {});

function literal(value: Value): string {
  if (value === null) return "null";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : `'{${value.join(",")}}'`;
}

function statementsOf(reference: Reference): string {
  const { table, keys, rows, tuned } = reference;
  const columns = columnsOf(reference);
  const name = `private.${table}`;
  const list = (part: readonly string[]) => `(${part.join(", ")})`;
  const [key, others] = [columns.slice(0, keys), columns.slice(keys)];
  const sets = others.map((column) => `${column} = excluded.${column}`).join(", ");
  const values = rows.map((row) => `  ${list(Object.values(row).map(literal))}`).join(",\n");
  const insert = `insert into ${name} ${list(columns)} values\n${values}\non conflict ${list(key)} do`;
  if (tuned) return `${insert} nothing;`;
  const kept = rows.map((row) => list(Object.values(row).slice(0, keys).map(literal))).join(", ");
  return [
    // A row that moves must not collide with the row whose place it takes.
    ...(columns.includes("position") ? [`update ${name} set position = position + 1000;`] : []),
    `${insert} ${sets ? `update set ${sets}` : "nothing"};`,
    `delete from ${name} where ${list(key)} not in (${kept});`,
  ].join("\n");
}

/** The rows in a database, as text for comparison. */
export async function referenceRows(url: string): Promise<string> {
  const sql = postgres(url, { max: 1 });
  try {
    const tables = references.map(async (reference) => {
      const { table, keys, tuned } = reference;
      const columns = columnsOf(reference);
      const named = columns.slice(0, keys);
      const chosen = (tuned ? named : columns).join(", ");
      return sql.unsafe(`select ${chosen} from private.${table} order by ${named.join(", ")}`);
    });
    return JSON.stringify(await Promise.all(tables));
  } finally {
    await sql.end();
  }
}

/** SQL that replaces the rows with those of the domain, whatever was there. */
export function referenceData(): string {
  const head = "-- Made from src/domain by `npm run db:reference`; never edited.";
  return `${[head, ...references.map(statementsOf)].join("\n\n")}\n`;
}
