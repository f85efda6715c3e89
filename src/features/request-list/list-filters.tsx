/** What else the request list can be narrowed by; each choice stands in the address. */
import { reasons, waitingOn } from "#domain/status/statuses.ts";
import { useList } from "@refinedev/core";
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { RequestList, ListField } from "./use-request-list.ts";

type Named = { id: string; name: string };
const fields: readonly ListField[] = [
  "waiting_on",
  "reason",
  "old_provider_name",
  "request_staff_data.assignee_id",
];

export function ListFilters({ list }: { list: RequestList }) {
  const { t } = useTranslation(["requests", "domain"]);
  const ofProvider = [{ field: "provider_id", operator: "eq" as const, value: list.providerId }];
  const shared = {
    filters: ofProvider,
    pagination: { mode: "off" as const },
    meta: { select: "id, name" },
    queryOptions: { enabled: list.providerId !== undefined },
  };
  const members = useList<Named>({ resource: "members", ...shared });
  const oldProviders = useList<Named>({ resource: "old_providers", ...shared });

  const options: Record<Exclude<ListField, "status">, { value: string; label: string }[]> = {
    waiting_on: waitingOn.map((value) => ({ value, label: t(`domain:waiting_on.${value}`) })),
    reason: reasons.map((value) => ({ value, label: t(`domain:reason.${value}`) })),
    old_provider_name: oldProviders.result.data.map(({ name }) => ({ value: name, label: name })),
    "request_staff_data.assignee_id": members.result.data.map(({ id, name }) => ({ value: id, label: name })),
  };
  const narrowed = fields.some((field) => list.valuesOf(field).length > 0);
  return (
    <>
      {fields.map((field) =>
        field === "status" ? null : (
          <Select
            key={field}
            mode="multiple"
            allowClear
            maxTagCount="responsive"
            aria-label={t(`filter.${field === "request_staff_data.assignee_id" ? "assignee_id" : field}`)}
            placeholder={t(`filter.${field === "request_staff_data.assignee_id" ? "assignee_id" : field}`)}
            options={options[field]}
            value={list.valuesOf(field)}
            onChange={(values) => list.setValues(field, values)}
            optionFilterProp="label"
            style={{ minWidth: 160, maxWidth: 260 }}
          />
        ),
      )}
      {narrowed && (
        <Button
          type="link"
          onClick={() =>
            list.table.setFilters(fields.map((field) => ({ field, operator: "in", value: undefined })))
          }
        >
          {t("filter.clear")}
        </Button>
      )}
    </>
  );
}
