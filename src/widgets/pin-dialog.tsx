/** A number's new PIN: it is stored nowhere, so the dialog stays until its person says that they noted it or cannot. */
import { Alert, Button, Modal, Typography } from "antd";
import { type Ref, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph } from "../ui/text.tsx";
import layout from "../ui/layout.module.css";
import styles from "./widgets.module.css";

type Props = {
  pin: string | undefined;
  /** Meta's answer was lost: nobody knows whether the PIN is valid. */
  unsure?: boolean;
  /** Records the answer; the owner of the PIN removes it once that has arrived. */
  onDone: (noted: boolean) => Promise<void>;
};

export function PinDialog({ pin, unsure = false, onDone }: Props) {
  const { t } = useTranslation("monitoring");
  const [shownPin, setShownPin] = useState<string>();
  const [busy, setBusy] = useState<"noted" | "not_noted">();
  const showButton = useRef<HTMLButtonElement>(null);
  useKeptPage(pin !== undefined);
  // Removed at once: a dialog that fades out would keep the digits on the page.
  if (pin === undefined) return null;
  const shown = shownPin === pin;
  const done = async (noted: boolean) => {
    setBusy(noted ? "noted" : "not_noted");
    try {
      await onDone(noted);
    } finally {
      setBusy(undefined);
    }
  };
  return (
    <Modal
      open
      title={t("pin.title")}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      afterOpenChange={() => showButton.current?.focus()}
      footer={
        <div className={layout.rowEnd}>
          <Button
            loading={busy === "not_noted"}
            disabled={busy !== undefined}
            onClick={() => void done(false)}
          >
            {t("pin.cannot_note")}
          </Button>
          <Button
            type="primary"
            loading={busy === "noted"}
            disabled={!shown || busy !== undefined}
            aria-describedby="pin-first-show"
            onClick={() => void done(true)}
          >
            {t("pin.noted")}
          </Button>
        </div>
      }
    >
      <Paragraph>{t("pin.lead")}</Paragraph>
      {unsure && <Alert type="warning" showIcon title={t("pin.unsure")} className={layout.below16} />}
      {shown ? <Digits pin={pin} /> : <Hidden button={showButton} onShow={() => setShownPin(pin)} />}
      <Paragraph id="pin-first-show" type="secondary" className={styles.pinWays}>
        {t("pin.ways")}
      </Paragraph>
    </Modal>
  );
}

const focus = (element: HTMLElement | null) => element?.focus();

/** Focus goes to the digits: pressing the same key again must not confirm that they were noted. */
function Digits({ pin }: { pin: string }) {
  return (
    <Typography.Text copyable strong ref={focus} tabIndex={-1} className={styles.pin}>
      {pin}
    </Typography.Text>
  );
}

function Hidden({ button, onShow }: { button: Ref<HTMLButtonElement>; onShow: () => void }) {
  const { t } = useTranslation("monitoring");
  return (
    <div className={styles.hiddenPin}>
      <span aria-hidden className={styles.pin}>
        ••• •••
      </span>
      <Button ref={button} onClick={onShow}>
        {t("pin.show")}
      </Button>
    </div>
  );
}

/** The browser asks before it leaves a page that shows the PIN. */
function useKeptPage(isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isOpen]);
}
