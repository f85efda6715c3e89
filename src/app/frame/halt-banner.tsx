/** Shows on every page that the moves are halted, by whom and why, and ends the halt. */
import { useFormat } from "../../lib/format.ts";
import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../queries/access.ts";
import { useHaltCommands, useMoveHalt } from "../../queries/move-halt.ts";

export function HaltBanner({ providerId }: { providerId: string }) {
  const { t } = useTranslation("common");
  const format = useFormat();
  const may = usePermitted();
  const halt = useMoveHalt(providerId);
  const { resume, pending } = useHaltCommands(providerId);
  if (!halt) return null;
  const when = format.date(halt.startedAt, "dateTime");
  const who = halt.startedBy ? t("halt.by", { name: halt.startedBy, when }) : t("halt.since", { when });
  return (
    <Alert
      banner
      type="warning"
      role="status"
      title={<strong>{t(halt.everywhere ? "halt.everywhere" : "halt.title")}</strong>}
      description={
        <>
          {t("halt.reason", { reason: halt.reason })} · {who} ·{" "}
          {halt.underWay > 0 ? t("halt.under_way", { count: halt.underWay }) : t("halt.idle")}
        </>
      }
      action={
        !halt.everywhere && may("moves.resume") ? (
          <Button loading={pending} onClick={() => void resume()}>
            {t("halt.resume")}
          </Button>
        ) : null
      }
    />
  );
}
