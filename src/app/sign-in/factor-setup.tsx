/** Sets up a first second factor: the QR code for the authenticator app, then its first code. */
import { Alert, Button, QRCode, Space, Typography } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { beginFactor, type NewFactor, passFactor } from "../../queries/second-factor.ts";
import { FactorCode } from "./factor-code.tsx";
import layout from "../../ui/layout.module.css";

export function FactorSetup() {
  const { t } = useTranslation();
  const [state, setState] = useState<"idle" | "busy" | "unavailable" | "broken">("idle");
  const [factor, setFactor] = useState<NewFactor>();
  const begin = async () => {
    setState("busy");
    try {
      const begun = await beginFactor();
      if (begun !== "unavailable") setFactor(begun);
      setState(begun === "unavailable" ? "unavailable" : "idle");
    } catch {
      setState("broken");
    }
  };
  if (state === "unavailable") return <Alert type="info" showIcon title={t("second_factor.unavailable")} />;
  if (factor) return <FirstCode factor={factor} />;
  return (
    <>
      <p className={layout.noTop}>{t("second_factor.lead")}</p>
      {state === "broken" && (
        <Alert type="error" showIcon title={t("second_factor.broken")} className={layout.below16} />
      )}
      <Button type="primary" loading={state === "busy"} onClick={() => void begin()}>
        {t("second_factor.begin")}
      </Button>
    </>
  );
}

function FirstCode({ factor }: { factor: NewFactor }) {
  const { t } = useTranslation();
  return (
    <Space orientation="vertical" size="middle">
      <span>{t("second_factor.scan")}</span>
      {/* Only for cameras, dark on light in both themes; the key below says the same. */}
      <div aria-hidden>
        <QRCode value={factor.uri} color="#000000" bgColor="#ffffff" />
      </div>
      <span>
        {t("second_factor.by_hand")}{" "}
        <Typography.Text copyable code>
          {factor.secret}
        </Typography.Text>
      </span>
      <FactorCode onCode={(code) => passFactor(factor.id, code)} />
    </Space>
  );
}
