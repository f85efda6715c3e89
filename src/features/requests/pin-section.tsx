/** The number's lock on Portdesk: how it stands, and a new PIN for whoever may set one. */
import { pinOfMove } from "#domain/stabilising/pin-of-move.ts";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../providers/access.ts";
import {
  useAfterChecks,
  useNotePin,
  useNumberCare,
  usePinSettings,
  useRegisterStep,
} from "../../providers/number-care.ts";
import { PinPanel } from "../../ui/pin-panel.tsx";
import type { RequestRow } from "./request-row.ts";

export function PinSection({ request }: { request: RequestRow }) {
  const { t } = useTranslation("care");
  const may = usePermitted();
  const settings = usePinSettings(request.id);
  const ofMove = pinOfMove(useRegisterStep(request.id), request.shared_at);
  const { isLocked } = useAfterChecks(request.id);
  const { setPin } = useNumberCare(request);
  const note = useNotePin(request.id);
  const maySet = may("pin.set") && ["stabilising", "completed"].includes(request.status);
  return (
    <section aria-labelledby="pin-heading">
      <h2 id="pin-heading" style={{ fontSize: 16 }}>
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
