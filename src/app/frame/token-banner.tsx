/** Warns everyone who may manage the connections to Meta, on every page, which of them will soon expire. */
import { useFormat } from "../../lib/format.ts";
import { tokenEnds } from "#domain/access/token-ends.ts";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePermitted } from "../../queries/access.ts";
import { useOwnConnections } from "../../queries/own-connections.ts";
import { useMinute } from "../../ui/use-minute.ts";

export function TokenBanner({ providerId }: { providerId: string }) {
  const { t } = useTranslation("common");
  const format = useFormat();
  const may = usePermitted();
  const now = useMinute();
  const { result } = useOwnConnections(providerId, { enabled: may("connection.manage") });
  const ending = result.data.flatMap((connection) => {
    const [first] = tokenEnds(connection, now).filter(({ urgency }) => urgency !== "far");
    return first ? [{ ...connection, ...first }] : [];
  });
  if (ending.length === 0) return null;
  const date = (at: string) => format.date(at, "longDate");
  return (
    <Alert
      banner
      type={ending.every(({ urgency }) => urgency === "soon") ? "warning" : "error"}
      role="status"
      title={<strong>{t("token_ends.title", { count: ending.length })}</strong>}
      description={ending
        .map(({ name, at, urgency }) =>
          t(urgency === "over" ? "token_ends.over" : "token_ends.item", { name, at: date(at) }),
        )
        .join(" · ")}
      action={<Link to="/settings">{t("token_ends.action")}</Link>}
    />
  );
}
