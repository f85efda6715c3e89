/** Sets up a second factor, asks for it at sign-in, and removes it. */
import { Alert, Button, Card, Popconfirm, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { passOwnFactor, removeFactor, useAssurance, useLevelChange } from "../../queries/second-factor.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { PageHeading } from "../../ui/page-heading.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { FactorCode } from "./factor-code.tsx";
import { FactorSetup } from "./factor-setup.tsx";
import { ProviderChoice } from "../frame/provider-choice.tsx";
import { useSignOut } from "./use-sign-out.ts";
import layout from "../../ui/layout.module.css";
import styles from "../app.module.css";

/** `demandedBy`: the provider that requires a second factor of its admins. */
export function SecondFactorPage({ demandedBy }: { demandedBy?: string }) {
  const { t } = useTranslation();
  const signOut = useSignOut();
  const { data: assurance, isError, refetch } = useAssurance();
  return (
    <main className={styles.framelessPage}>
      <PageHeading title={t("second_factor.title")} />
      {demandedBy !== undefined && (
        <Alert type="warning" showIcon title={t("second_factor.demanded", { provider: demandedBy })} />
      )}
      {assurance && <Card>{states[assurance]()}</Card>}
      {!assurance && (isError ? <ErrorState onRetry={() => void refetch()} /> : <PageSkeleton />)}
      <Space>
        {demandedBy !== undefined && <ProviderChoice />}
        {demandedBy === undefined && assurance !== "asked" && (
          <LinkButton to="/">{t("second_factor.home")}</LinkButton>
        )}
        <Button onClick={signOut}>{t("sign_out")}</Button>
      </Space>
    </main>
  );
}

const states = { none: () => <FactorSetup />, asked: () => <Ask />, passed: () => <Passed /> };

function Ask() {
  const { t } = useTranslation();
  return (
    <>
      <p className={layout.noTop}>{t("second_factor.ask")}</p>
      <FactorCode onCode={passOwnFactor} />
    </>
  );
}

function Passed() {
  const { t } = useTranslation();
  const changed = useLevelChange();
  const [state, setState] = useState<"idle" | "busy" | "failed">("idle");
  const remove = async () => {
    setState("busy");
    try {
      await removeFactor();
      await changed();
    } catch {
      setState("failed");
    }
  };
  return (
    <>
      <p className={layout.noTop}>{t("second_factor.passed")}</p>
      {state === "failed" && (
        <Alert type="error" showIcon title={t("second_factor.broken")} className={layout.below16} />
      )}
      <Popconfirm
        title={t("second_factor.remove_sure")}
        okText={t("second_factor.remove")}
        cancelText={t("second_factor.keep")}
        onConfirm={() => void remove()}
      >
        <Button danger loading={state === "busy"}>
          {t("second_factor.remove")}
        </Button>
      </Popconfirm>
    </>
  );
}
