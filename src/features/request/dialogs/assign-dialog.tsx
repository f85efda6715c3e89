/** Who is responsible for the request. */
import { useSelect } from "@refinedev/core";
import { Form, Select } from "antd";
import { useTranslation } from "react-i18next";
import { CommandDialog } from "../command-dialog.tsx";
import type { DialogProps } from "../dialog-props.ts";

type Member = { id: string; name: string };

export function AssignDialog(props: DialogProps) {
  const { t } = useTranslation("requests");
  const { options } = useSelect<Member>({
    resource: "members",
    optionLabel: "name",
    filters: [
      { field: "provider_id", operator: "eq", value: props.request.provider_id },
      { field: "role", operator: "in", value: ["admin", "manager"] },
      { field: "ended_at", operator: "null", value: true },
    ],
    pagination: { mode: "off" },
  });
  return (
    <CommandDialog
      {...props}
      name="assign"
      command="assign_request"
      keepsDraft={false}
      initial={{ member: props.request.request_staff_data.assignee_id }}
      toInput={({ member }: { member?: string }, target) => ({ ...target, member: member ?? null })}
    >
      <Form.Item name="member" label={t("dialog.assign.member")}>
        <Select allowClear placeholder={t("unassigned")} options={options} />
      </Form.Item>
    </CommandDialog>
  );
}
