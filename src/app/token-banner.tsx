/** Tells whoever may manage the connections to Meta, on every page, which of them will soon be of no use. */
import { tokenEnds } from "#domain/access/token-ends.ts";
import { useList } from "@refinedev/core";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePermissions } from "../providers/access.ts";
import type { Row } from "../providers/row.ts";
import { useMinute } from "../ui/use-minute.ts";

type Connection = Pick<
  Row<"meta_connections">,
  "id" | "name" | "token_expires_at" | "token_data_access_expires_at"
>;

export function TokenBanner({ providerId }: { providerId: string }) {
  const { t, i18n } = useTranslation("common");
  const may = usePermissions();
  const now = useMinute();
  const { result } = useList<Connection>({
    resource: "meta_connections",
    filters: [
      { field: "provider_id", operator: "eq", value: providerId },
      { field: "request_id", operator: "null", value: true },
      { field: "revoked_at", operator: "null", value: true },
    ],
    sorters: [{ field: "name", order: "asc" }],
    pagination: { mode: "off" },
    meta: { select: "id, name, token_expires_at, token_data_access_expires_at" },
    queryOptions: { enabled: may("connection.manage") },
  });
  const ending = result.data.flatMap((connection) => {
    const [first] = tokenEnds(connection, now).filter(({ urgency }) => urgency !== "far");
    return first ? [{ ...connection, ...first }] : [];
  });
  if (ending.length === 0) return null;
  const date = (at: string) => new Date(at).toLocaleDateString(i18n.language, { dateStyle: "long" });
  return (
    <Alert
      banner
      type={ending.every(({ urgency }) => urgency === "soon") ? "warning" : "error"}
      role="status"
      message={<strong>{t("token_ends.title", { count: ending.length })}</strong>}
      description={ending
        .map(({ name, at, urgency }) =>
          t(urgency === "over" ? "token_ends.over" : "token_ends.item", { name, at: date(at) }),
        )
        .join(" · ")}
      action={<Link to="/settings">{t("token_ends.act")}</Link>}
    />
  );
}
