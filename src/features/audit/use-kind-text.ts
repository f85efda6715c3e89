/** What happened, in words: an event's, a table's row, or the audit's own. */
import {
  auditedTables,
  ownKinds,
  readOwnKind,
  readTableKind,
  rowChanges,
} from "#domain/audit/audited-tables.ts";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";

const texts = z.record(z.string(), z.string());

export function useKindText() {
  const { t, i18n } = useTranslation(["audit", "domain"]);
  const textOf = (kind: string): string => {
    const row = readTableKind(kind);
    if (row) return `${t(`table.${row.table}`)}: ${t(`change.${row.change}`)}`;
    const own = readOwnKind(kind);
    return own ? t(`kind.${own}`) : t(`domain:event.${kind}` as "domain:event.request.draft");
  };
  const events = texts.safeParse(i18n.getResource(i18n.language, "domain", "event"));
  const option = (value: string) => ({ value, label: textOf(value) });
  return {
    textOf,
    /** For a select, in two groups. */
    options: [
      {
        label: t("filter.requests"),
        options: [...Object.keys(events.data ?? {}), ...ownKinds].map(option),
      },
      {
        label: t("filter.tables"),
        options: auditedTables.flatMap((table) => rowChanges.map((change) => option(`${table}.${change}`))),
      },
    ],
  };
}
