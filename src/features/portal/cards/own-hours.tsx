/** When somebody at the client can read the code to us: the provider proposes windows within these hours. */
import type { WorkingHours } from "#domain/clocks/calendar.ts";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { readerTimeZone } from "../../../lib/format.ts";
import { Disclosure } from "../../../ui/disclosure.tsx";
import { WeekHours } from "../../../widgets/week-hours.tsx";
import { PortalCard } from "./portal-card.tsx";
import type { PortalRequest } from "../portal-request.ts";
import { Text } from "../../../ui/text.tsx";
import layout from "../../../ui/layout.module.css";

type OwnHoursProps = {
  request: Pick<PortalRequest, "client_hours" | "client_time_zone">;
  /** Resolves to whether they were accepted. */
  onSave: (input: { hours: WorkingHours[]; timeZone: string }) => Promise<boolean>;
};

export function OwnHours({ request, onSave }: OwnHoursProps) {
  const { t } = useTranslation("portal");
  const [hours, setHours] = useState<WorkingHours[]>(request.client_hours ?? []);
  const [busy, setBusy] = useState(false);
  const timeZone = request.client_time_zone ?? readerTimeZone();
  const sound = hours.length > 0 && hours.every(({ from, to }) => from < to);
  const save = async () => {
    setBusy(true);
    await onSave({ hours, timeZone });
    setBusy(false);
  };
  return (
    <PortalCard title={t("hours.title")}>
      <p className={layout.noTop}>{t("hours.lead", { timeZone })}</p>
      <Disclosure summary={t("hours.set")} open={request.client_hours !== null}>
        <div className={layout.above12}>
          <WeekHours value={hours} onChange={setHours} />
        </div>
        {hours.length > 0 && !sound && <Text type="danger">{t("hours.wrong")}</Text>}
        <div className={layout.above12}>
          <Button onClick={() => void save()} loading={busy} disabled={!sound}>
            {t("hours.save")}
          </Button>
        </div>
      </Disclosure>
    </PortalCard>
  );
}
