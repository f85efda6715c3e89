/** After the move, for the client: the number's PIN, and their word that everything works. */
import { pinOfMove } from "#domain/stabilising/pin-of-move.ts";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useCommand } from "../../providers/command-provider.ts";
import {
  useAfterChecks,
  useNumberCare,
  usePinSettings,
  useRegisterStep,
} from "../../providers/number-care.ts";
import { PinPanel } from "../../ui/pin-panel.tsx";
import { PortalCard } from "./portal-card.tsx";
import type { PortalRequest } from "./portal-request.ts";

export function PinCard({ request }: { request: PortalRequest }) {
  const { t } = useTranslation("care");
  const settings = usePinSettings(request.id);
  const ofMove = pinOfMove(useRegisterStep(request.id));
  const { isLocked } = useAfterChecks(request.id);
  const { setPin } = useNumberCare(request);
  return (
    <PortalCard title={t("client.pin_title")}>
      <PinPanel
        settings={settings}
        registeredAt={request.registered_at}
        ofMove={ofMove}
        isOn={isLocked}
        onSet={setPin}
      />
    </PortalCard>
  );
}

export function WorksCard({ request }: { request: PortalRequest }) {
  const { t } = useTranslation("care");
  const { run, pending } = useCommand();
  const { id, version } = request;
  return (
    <PortalCard title={t("client.works_title")}>
      <p style={{ margin: "0 0 8px" }}>{t("client.works_lead")}</p>
      <Button onClick={() => void run("confirm_integration", { request: id, version })} loading={pending}>
        {t("client.works")}
      </Button>
    </PortalCard>
  );
}
