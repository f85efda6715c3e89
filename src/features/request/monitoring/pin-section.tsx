/** The number's lock in Portdesk: its state, and a new PIN for people who may set one. */
import { pinOfMove } from "#domain/monitoring/pin-of-move.ts";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../../queries/access.ts";
import {
  useMonitoringChecks,
  useNotePin,
  useMonitoring,
  usePinSettings,
  useRegisterStep,
} from "../../../queries/monitoring.ts";
import { PinPanel } from "../../../widgets/pin-panel.tsx";
import type { RequestRow } from "../../../queries/request-row.ts";
import layout from "../../../ui/layout.module.css";

export function PinSection({ request }: { request: RequestRow }) {
  const { t } = useTranslation("monitoring");
  const may = usePermitted();
  const settings = usePinSettings(request.id);
  const ofMove = pinOfMove(useRegisterStep(request.id), request.shared_at);
  const { isLocked } = useMonitoringChecks(request.id);
  const { setPin } = useMonitoring(request);
  const note = useNotePin(request.id);
  const maySet = may("pin.set") && ["monitoring", "completed"].includes(request.status);
  return (
    <section aria-labelledby="pin-heading">
      <h2 id="pin-heading" className={layout.partHeading}>
        {t("pin.section")}
      </h2>
      <PinPanel
        settings={settings}
        registeredAt={request.registered_at}
        ofMove={ofMove}
        isOn={isLocked}
        onSet={maySet ? setPin : undefined}
        onNote={note}
      />
    </section>
  );
}
