/** A page for some of the provider's people: whoever else follows its address is told whose it is, and how to go on. */
import type { MemberRole } from "#domain/access/permissions.ts";
import { Result } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMembership } from "../providers/access.ts";

export function ForRoles({ roles, children }: { roles: readonly MemberRole[]; children: ReactNode }) {
  const { t, i18n } = useTranslation(["common", "domain"]);
  const { membership } = useMembership();
  if (membership && roles.includes(membership.role)) return children;
  const names = new Intl.ListFormat(i18n.language).format(roles.map((role) => t(`domain:role.${role}`)));
  const own = membership ? t(`domain:role.${membership.role}`) : "";
  return (
    <Result
      status="info"
      title={
        <h1 style={{ margin: 0, fontSize: "inherit", fontWeight: "inherit" }}>{t("for_roles.title")}</h1>
      }
      subTitle={t("for_roles.lead", { names, own })}
      extra={<Link to="/">{t("not_found.home")}</Link>}
    />
  );
}
