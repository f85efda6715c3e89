/** The two ways of writing a CSV file: `machine` is raw, `spreadsheet` is safe to open (supabase/schemas/reports/rules.sql). */

export const csvModes = ["machine", "spreadsheet"] as const;
export type CsvMode = (typeof csvModes)[number];
