/** For people who open a page meant for others: whose page it is, and how to continue. */
import { useFormat } from "../lib/format.ts";
import { memberRoles, permits } from "#domain/access/permissions.ts";
import { useList } from "@refinedev/core";
import { Result } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { permissionFor, type ResourceAction } from "../providers/access-control.ts";
import { useMembership } from "../queries/access.ts";
import styles from "./app.module.css";

export function NotForYou({ resource, action }: { resource: string; action: ResourceAction }) {
  const { t } = useTranslation(["common", "domain"]);
  const format = useFormat();
  const { membership } = useMembership();
  const permission = permissionFor(resource, action);
  const roles = memberRoles.filter((role) => permission && permits([role], permission));
  const names = format.list(roles.map((role) => t(`domain:role.${role}`)));
  const own = membership ? t(`domain:role.${membership.role}`) : "";
  return (
    <Result
      status="info"
      title={<h1 className={styles.resultTitle}>{t("for_roles.title")}</h1>}
      subTitle={
        <>
          {t("for_roles.lead", { names, own })}{" "}
          {membership && <WhomToAsk providerId={membership.providerId} />}
        </>
      }
      extra={<Link to="/">{t("not_found.home")}</Link>}
    />
  );
}

/** The admins by name, if they can be read. */
function WhomToAsk({ providerId }: { providerId: string }) {
  const { t } = useTranslation("common");
  const format = useFormat();
  const { result } = useList<{ id: string; name: string }>({
    resource: "members",
    filters: [
      { field: "provider_id", operator: "eq", value: providerId },
      { field: "role", operator: "eq", value: "admin" },
      { field: "ended_at", operator: "null", value: true },
    ],
    pagination: { pageSize: 5, currentPage: 1 },
    errorNotification: false,
  });
  const names = result.data.map(({ name }) => name);
  if (names.length === 0) return null;
  return t("for_roles.ask", {
    admins: format.list(names, "disjunction"),
  });
}
