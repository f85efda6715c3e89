/** After the move, for the client: the number's PIN, and their confirmation that everything works. */
import { pinOfMove } from "#domain/monitoring/pin-of-move.ts";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import {
  useMonitoringChecks,
  useNotePin,
  useMonitoring,
  usePinSettings,
  useRegisterStep,
} from "../../../queries/monitoring.ts";
import { lazyPart } from "../../../lib/lazy-part.ts";
import { PortalCard } from "./portal-card.tsx";
import type { PortalRequest } from "../portal-request.ts";
import { WorksEntry, type WorksEntryProps } from "./works-entry.tsx";
import layout from "../../../ui/layout.module.css";

/** With the dialog that shows the PIN. */
const PinPanel = lazyPart(() => import("../../../widgets/pin-panel.tsx"), "PinPanel");

export function PinCard({ request }: { request: PortalRequest }) {
  const { t } = useTranslation("monitoring");
  const settings = usePinSettings(request.id);
  const ofMove = pinOfMove(useRegisterStep(request.id), request.shared_at);
  const { isLocked } = useMonitoringChecks(request.id);
  const { setPin } = useMonitoring(request);
  const note = useNotePin(request.id);
  return (
    <PortalCard title={t("client.pin_title")}>
      <Suspense fallback={null}>
        <PinPanel
          settings={settings}
          registeredAt={request.registered_at}
          ofMove={ofMove}
          isOn={isLocked}
          onSet={setPin}
          onNote={note}
        />
      </Suspense>
    </PortalCard>
  );
}

/** The confirmation is available even while something else comes first. */
export function WorksCard(props: WorksEntryProps) {
  const { t } = useTranslation("monitoring");
  return (
    <PortalCard title={t("client.works_title")}>
      <p className={layout.flushBelow8}>{t("client.works_lead")}</p>
      <WorksEntry {...props} />
    </PortalCard>
  );
}
