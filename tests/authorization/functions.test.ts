/** Who may call which function, and which functions run with their owner's rights. */
import { expect, test } from "vitest";
import { listFunctions } from "./catalogue.ts";
import { callerRoles, functions } from "./expectations/function-expectations.ts";
import { useDatabase } from "../fixtures/own-database.ts";

const database = await useDatabase();
const found = await listFunctions(database.sql);

/** All functions run with their owner's rights except these. */
const invokers = [
  "private.audit_commitment",
  "private.changed_fields",
  "private.check_role",
  "private.check_route_window",
  "private.check_time_zone",
  "private.check_wait",
  "private.check_window",
  "private.checks_are_fresh",
  "private.csv_cell",
  "private.due_order",
  "private.export_columns",
  "private.export_header",
  "private.export_line",
  "private.export_statement",
  "private.exported_rows",
  "private.filed_between",
  "private.has_second_factor",
  "private.hours_of",
  "private.is_address",
  "private.is_line",
  "private.is_near",
  "private.is_out_of_reach",
  "private.is_prose",
  "private.listed_filter",
  "private.local_date",
  "private.operator_id",
  "private.refuse",
  "private.refuse_field",
  "private.refuse_rewriting",
  "private.refuse_too_long",
  "private.request_conditions",
  "private.route_closures",
  "private.schedule_tick",
  "private.search_words",
  "private.second_factor_permissions",
  "private.utc",
  "private.voided",
  "public.count_requests",
  "public.export_count",
  "public.export_page",
  "public.report_counts",
  "public.search_requests",
  "public.template_counts",
];

test("every function of the catalogue is in the table of expectations, and the table names no other", () => {
  expect(found.map((entry) => entry.name)).toEqual(Object.keys(functions).sort());
});

test("exactly the roles in the table may execute a function", () => {
  const granted = Object.fromEntries(found.map((entry) => [entry.name, entry.callers]));
  expect(granted).toEqual(
    Object.fromEntries(Object.entries(functions).map(([name, callers]) => [name, callerRoles[callers]])),
  );
});

test("the functions with their owner's rights match the written list, and each has an empty search path", () => {
  expect(found.filter((entry) => !entry.definer).map((entry) => entry.name)).toEqual(invokers);
  expect(found.filter((entry) => entry.searchPath !== '""').map((entry) => entry.name)).toEqual([]);
});
