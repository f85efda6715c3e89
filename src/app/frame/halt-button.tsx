/** The kill switch: stops every new step of any move, once its dialog has a reason. */
import { PauseCircleOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "../../lib/lazy-part.ts";
import { usePermitted } from "../../queries/access.ts";
import { useMoveHalt } from "../../queries/move-halt.ts";

const HaltDialog = lazyPart(() => import("./halt-dialog.tsx"), "HaltDialog");

export function HaltButton({ providerId }: { providerId: string }) {
  const { t } = useTranslation("common");
  const may = usePermitted();
  const halt = useMoveHalt(providerId);
  /** Undefined until the dialog was first opened. */
  const [open, setOpen] = useState<boolean>();
  if (halt !== null || !may("moves.halt")) return null;
  return (
    <>
      <Button
        type="text"
        icon={<PauseCircleOutlined />}
        aria-label={t("halt.halt")}
        title={t("halt.halt")}
        onClick={() => setOpen(true)}
      />
      {open !== undefined && (
        <Suspense fallback={null}>
          <HaltDialog providerId={providerId} open={open} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
