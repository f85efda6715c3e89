/** The state of a number's lock, who knows its PIN, and a new PIN: shown once to the person who requested it. */
import type { PinOfMove } from "#domain/monitoring/pin-of-move.ts";
import { Alert, Button, Popconfirm } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PinDialog } from "./pin-dialog.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import layout from "../ui/layout.module.css";

/** `shown_at`: when the person who set it confirmed noting it. */
type Setting = { side: string; outcome: string | null; opened_at: string; shown_at: string | null };
type Answer = {
  state: "set" | "refused" | "unknown";
  pin?: string | undefined;
  pinId?: string | undefined;
  exception?: string | undefined;
};

type Props = {
  /** The newest first. */
  settings: readonly Setting[];
  registeredAt: string | null;
  ofMove: PinOfMove;
  /** As Meta last showed it; undefined: not read. */
  isOn: boolean | undefined;
  /** Resolves to undefined after a refusal that the person has seen; omitted if they may not. */
  onSet?: (() => Promise<Answer | undefined>) | undefined;
  /** Resolves to whether the PIN's fate is on record. */
  onNote: (pinId: string, noted: boolean) => Promise<boolean>;
};

const textOfMove = {
  shown: "of_register",
  unseen: "unseen",
  by_hand: "by_hand",
  old_provider: "of_old_provider",
} as const;

const warnings: readonly string[] = ["unseen", "unknown", "of_old_provider"];

export function PinPanel({ settings, registeredAt, ofMove, isOn, onSet, onNote }: Props) {
  const { t } = useTranslation("monitoring");
  const [last] = settings;
  const holds = settings.find(({ outcome }) => outcome === "set" || outcome === "unknown");
  const words = holds ? textOfSetting(holds) : textOfMove[ofMove];
  const at = holds?.opened_at ?? registeredAt;
  return (
    <>
      {warnings.includes(words) ? (
        <Alert type="warning" showIcon className={layout.below8} title={t(`pin.${words}`)} />
      ) : (
        <p className={layout.flushBelow8}>
          {t(`pin.${words}`)} {at && <RelativeTime value={at} />}
        </p>
      )}
      {last?.outcome === "refused" && <p className={layout.flushBelow8}>{t("pin.refused")}</p>}
      <p className={layout.flushBelow8}>
        {t(isOn === undefined ? "pin.unread" : isOn ? "pin.on" : "pin.off")}
      </p>
      {onSet && <SetPin onSet={onSet} onNote={onNote} />}
    </>
  );
}

function textOfSetting({ outcome, side, shown_at: notedAt }: Setting) {
  if (outcome !== "set") return "unknown";
  if (notedAt === null) return "unseen";
  return side === "client" ? "set_by_client" : "set_by_member";
}

function SetPin({ onSet, onNote }: Required<Pick<Props, "onNote">> & { onSet: NonNullable<Props["onSet"]> }) {
  const { t } = useTranslation(["monitoring", "domain"]);
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
          className={layout.below8}
          title={t("pin.was_refused", { why: t(`domain:exception.${code ?? "UNCLASSIFIED"}.title`) })}
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
        onDone={async (noted) => {
          if (answer?.pinId === undefined || (await onNote(answer.pinId, noted))) setAnswer(undefined);
        }}
      />
    </>
  );
}
