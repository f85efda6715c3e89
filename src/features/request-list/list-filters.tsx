/** More filters for the request list; each choice is kept in the address. */
import { reasons, waitingOn } from "#domain/status/statuses.ts";
import { useSelect } from "@refinedev/core";
import { Button, Select, type SelectProps } from "antd";
import { useTranslation } from "react-i18next";
import type { RequestList, ListField } from "./use-request-list.ts";
import styles from "./request-list.module.css";

type Named = { id: string; name: string };
const fields: readonly ListField[] = ["waiting_on", "reason", "old_provider_name", "assignee_id"];

export function ListFilters({ list }: { list: RequestList }) {
  const { t } = useTranslation(["requests", "domain"]);
  const ofProvider = [{ field: "provider_id", operator: "eq" as const, value: list.providerId }];
  const shared = {
    filters: ofProvider,
    optionLabel: "name" as const,
    pagination: { mode: "off" as const },
    meta: { select: "id, name" },
    queryOptions: { enabled: list.providerId !== undefined },
  };
  const { options: members } = useSelect<Named>({ resource: "members", ...shared });
  const { options: oldProviders } = useSelect<Named>({
    resource: "old_providers",
    ...shared,
    optionValue: "name",
  });

  const options: Record<Exclude<ListField, "status">, SelectProps["options"]> = {
    waiting_on: waitingOn.map((value) => ({ value, label: t(`domain:waiting_on.${value}`) })),
    reason: reasons.map((value) => ({ value, label: t(`domain:reason.${value}`) })),
    old_provider_name: oldProviders,
    assignee_id: members,
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
            aria-label={t(`filter.${field}`)}
            placeholder={t(`filter.${field}`)}
            options={options[field]}
            value={list.valuesOf(field)}
            onChange={(values) => list.setValues({ [field]: values })}
            optionFilterProp="label"
            className={styles.choice}
          />
        ),
      )}
      {narrowed && (
        <Button
          type="link"
          onClick={() => list.setValues(Object.fromEntries(fields.map((field) => [field, []])))}
        >
          {t("filter.clear")}
        </Button>
      )}
    </>
  );
}
