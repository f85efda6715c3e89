/** A changed field of a row in words: its name and its new value, in which people and statuses have names too. */
import { invitedRoles } from "#domain/access/permissions.ts";
import { statuses, waitingOn } from "#domain/status/statuses.ts";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../lib/format.ts";
import type { People } from "../../queries/people.ts";

const isTime = (value: string) =>
  /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value) && !Number.isNaN(Date.parse(value));
const isPersonField = (field: string) => /_by$|^(user|actor|assignee)_id$/.test(field);

export function useFieldText(people: People) {
  const { t, i18n } = useTranslation(["audit", "domain"]);
  const format = useFormat();
  const nameOf = (field: string, value: string): string | undefined => {
    if (isPersonField(field)) return people.nameOf(value);
    const status = statuses.find((one) => one === value);
    if (status && /(^|_)status$/.test(field)) return t(`domain:status.${status}`);
    const side = waitingOn.find((one) => one === value);
    if (side && field === "waiting_on") return t(`domain:waiting_on.${side}`);
    const role = invitedRoles.find((one) => one === value);
    return role && field === "role" ? t(`domain:role.${role}`) : undefined;
  };
  return {
    /** A field without words keeps the name of its column. */
    name(field: string): string {
      if (field === "event.data") return t("detail.event_data");
      return i18n.exists(`field.${field}`, { ns: "audit" }) ? t(`field.${field}` as "field.status") : field;
    },
    value(field: string, value: unknown): string {
      if (value === null) return t("detail.empty");
      if (typeof value === "boolean") return t(value ? "detail.yes" : "detail.no");
      if (typeof value !== "string") return JSON.stringify(value);
      return nameOf(field, value) ?? (isTime(value) ? format.date(value, "exactDateTime") : value);
    },
  };
}
