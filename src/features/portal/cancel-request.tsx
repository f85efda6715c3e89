/** Cancelling while it costs nothing: confirmed in a dialog, which is loaded when it is asked for. */
import { Button } from "antd";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "../../lib/lazy-part.ts";

const CancelDialog = lazyPart(() => import("./cancel-dialog.tsx"), "CancelDialog");

type Props = {
  requestId: string;
  /** Resolves to whether the request was cancelled. */
  onCancel: (note: string | null) => Promise<boolean>;
};

export function CancelRequest({ requestId, onCancel }: Props) {
  const { t } = useTranslation("portal");
  const [asking, setAsking] = useState<boolean>();
  return (
    <>
      <Button type="text" danger onClick={() => setAsking(true)}>
        {t("cancel.open")}
      </Button>
      {asking !== undefined && (
        <Suspense fallback={null}>
          <CancelDialog
            requestId={requestId}
            onCancel={onCancel}
            open={asking}
            onClose={() => setAsking(false)}
          />
        </Suspense>
      )}
    </>
  );
}
