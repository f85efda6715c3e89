/** One of the roles that a member may have. */
import { type MemberRole, memberRoles } from "#domain/access/permissions.ts";
import { Select, type SelectProps } from "antd";
import { useTranslation } from "react-i18next";
import styles from "./members.module.css";

export function RoleSelect(props: Omit<SelectProps<MemberRole>, "options">) {
  const { t } = useTranslation("domain");
  return (
    <Select
      className={styles.role}
      {...props}
      options={memberRoles.map((role) => ({ value: role, label: t(`role.${role}`) }))}
    />
  );
}
