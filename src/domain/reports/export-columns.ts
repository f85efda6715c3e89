/** The columns of an export, in order. Names and order are a promise: new columns go to the end. */

export type ExportColumn = {
  /** The heading in the file. */
  name: string;
  /** What PostgREST is asked for. */
  select: string;
  /** The path of the value in the returned row. */
  path: readonly string[];
};

const own = (name: string): ExportColumn => ({ name, select: name, path: [name] });

/** Times are ISO 8601 with zone, numbers E.164, ids text; an empty cell means "none". */
export const exportColumns: readonly ExportColumn[] = [
  own("reference"),
  own("id"),
  own("phone_number"),
  own("phone_country"),
  { name: "company", select: "client:clients(name)", path: ["client", "name"] },
  own("status"),
  own("waiting_on"),
  own("next_action"),
  own("next_action_subject"),
  own("readiness"),
  own("checks_passed"),
  own("checks_total"),
  own("reason"),
  own("reason_note"),
  own("old_provider_name"),
  own("monthly_volume"),
  own("contact_name"),
  own("contact_email"),
  own("source_business_id"),
  own("source_waba_id"),
  own("source_phone_number_id"),
  own("route"),
  own("destination_waba_id"),
  own("destination_phone_number_id"),
  {
    name: "assignee",
    select: "staff_data:request_staff_data(assignee:members(name))",
    path: ["staff_data", "assignee", "name"],
  },
  own("hold_reason"),
  own("window_starts_at"),
  own("window_ends_at"),
  own("due_at"),
  own("created_at"),
  own("submitted_at"),
  own("registered_at"),
  own("completed_at"),
  own("closed_reason"),
  own("closed_note"),
  own("updated_at"),
];

export const exportHeader: readonly string[] = exportColumns.map(({ name }) => name);

/** The `select` of a query for all columns. */
export const exportSelect = exportColumns.map(({ select }) => select).join(",");

/** The cells of one row as the database returns it. */
export function exportCells(row: Record<string, unknown>): string[] {
  return exportColumns.map(({ path }) =>
    cellOf(path.reduce<unknown>((outer, name) => (isRecord(outer) ? outer[name] : null), row)),
  );
}

function cellOf(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
