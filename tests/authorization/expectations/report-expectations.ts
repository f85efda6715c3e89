/** The functions of reports and exports. Most have the reader's own rights, which is why people may call the parts. */

export const reportFunctions = {
  "private.csv_cell": "people",
  "private.export_columns": "people",
  "private.export_header": "people",
  "private.export_line": "people",
  "private.export_statement": "people",
  "private.exported_rows": "people",
  "private.filed_between": "people",
  "private.listed_filter": "people",
  "public.export_count": "people",
  "public.export_page": "people",
  "public.record_export": "people",
  "public.record_export_hash": "people",
  "public.report_counts": "people",
} as const;
