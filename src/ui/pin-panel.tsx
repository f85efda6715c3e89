/** How a number's lock stands, and a new PIN: asked for once, shown once to whoever asked. */
import type { PinOfMove } from "#domain/stabilising/pin-of-move.ts";
import { Alert, Button, Popconfirm } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PinDialog } from "./pin-dialog.tsx";
import { RelativeTime } from "./relative-time.tsx";

type Setting = { side: string; outcome: string | null; opened_at: string };
type Answer = {
  state: "set" | "refused" | "unknown";
  pin?: string | undefined;
  exception?: string | undefined;
};

type Props = {
  /** The newest first. */
  settings: readonly Setting[];
  registeredAt: string | null;
  ofMove: PinOfMove;
  /** As Meta showed it last; undefined: not read. */
  isOn: boolean | undefined;
  /** Resolves to undefined when it was refused and the person has been told; left out where they may not. */
  onSet?: (() => Promise<Answer | undefined>) | undefined;
};

const wordsOfMove = { shown: "of_register", unseen: "unseen", by_hand: "by_hand" } as const;

export function PinPanel({ settings, registeredAt, ofMove, isOn, onSet }: Props) {
  const { t } = useTranslation("care");
  const [last] = settings;
  const holds = settings.find(({ outcome }) => outcome === "set");
  const troubled = last?.outcome === "refused" || last?.outcome === "unknown" ? last.outcome : undefined;
  const words = holds ? (holds.side === "client" ? "set_by_client" : "set_by_member") : wordsOfMove[ofMove];
  const at = holds?.opened_at ?? registeredAt;
  return (
    <>
      {words === "unseen" ? (
        <Alert type="warning" showIcon style={{ marginBottom: 8 }} message={t("pin.unseen")} />
      ) : (
        <p style={{ margin: "0 0 8px" }}>
          {t(`pin.${words}`)} {at && <RelativeTime value={at} />}
        </p>
      )}
      {troubled && <p style={{ margin: "0 0 8px" }}>{t(`pin.${troubled}`)}</p>}
      <p style={{ margin: "0 0 8px" }}>
        {t(isOn === undefined ? "pin.unread" : isOn ? "pin.on" : "pin.off")}
      </p>
      {onSet && <SetPin onSet={onSet} />}
    </>
  );
}

function SetPin({ onSet }: { onSet: () => Promise<Answer | undefined> }) {
  const { t } = useTranslation(["care", "domain"]);
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Answer>();
  const set = async () => {
    setBusy(true);
    setAnswer(undefined);
    try {
      setAnswer(await onSet());
    } finally {
      setBusy(false);
    }
  };
  const code = answer?.exception as "RATE_LIMIT" | undefined;
  return (
    <>
      {answer?.state === "refused" && (
        <Alert
          type="error"
          showIcon
          role="alert"
          style={{ marginBottom: 8 }}
          message={t("pin.was_refused", { why: t(`domain:exception.${code ?? "UNCLASSIFIED"}.title`) })}
        />
      )}
      <Popconfirm
        title={t("pin.sure")}
        description={t("pin.sure_lead")}
        okText={t("pin.yes")}
        cancelText={t("pin.no")}
        onConfirm={() => void set()}
      >
        <Button loading={busy}>{t("pin.set")}</Button>
      </Popconfirm>
      <PinDialog
        pin={answer?.pin}
        unsure={answer?.state === "unknown"}
        onClose={() => setAnswer(undefined)}
      />
    </>
  );
}
