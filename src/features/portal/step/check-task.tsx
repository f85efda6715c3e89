/** What a client can do about one check: where to click, which facts to provide, or a confirmation that it is done. */
import { checkCatalogue } from "#domain/checks/check-catalogue.ts";
import { Space } from "antd";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { ClientCheck } from "./client-step.ts";
import { DoneForm } from "./done-form.tsx";
import type { Facts } from "./own-facts.tsx";
import type { PortalCheck, PortalRequest } from "../portal-request.ts";
import { SayWhenDone } from "./step-help.tsx";
import { WhereToClick } from "./where-to-click.tsx";
import { lazyPart } from "../../../lib/lazy-part.ts";
import { PageSkeleton } from "../../../ui/page-skeleton.tsx";
import { Text } from "../../../ui/text.tsx";
import layout from "../../../ui/layout.module.css";

/** The one form of the page. */
const OwnFacts = lazyPart(() => import("./own-facts.tsx"), "OwnFacts");

/** Illustrated places in Meta's menus, by the check that they resolve. */
const drawn = ["TWO_STEP_OFF", "NAME_APPROVED", "BUSINESS_VERIFIED"] as const;

/** Each resolves to whether it was accepted. */
export type ClientActions = {
  onSend: (body: string) => Promise<boolean>;
  onFacts: (facts: Facts) => Promise<boolean>;
  onConfirm: (code: PortalCheck["code"], evidence: string) => Promise<boolean>;
};

export type CheckTaskProps = {
  code: ClientCheck;
  check: PortalCheck | undefined;
  request: PortalRequest;
  platformSignupUrl: string;
  actions: ClientActions;
};

export function CheckTask({ code, check, request, platformSignupUrl, actions }: CheckTaskProps) {
  const { t } = useTranslation("portal");
  const place = drawn.find((one) => one === code);
  return (
    <Space orientation="vertical" size={12} className={layout.fullWidth}>
      {place ? <WhereToClick path={t(`where.${place}`)} /> : null}
      {code === "PLATFORM_ACCOUNT" ? (
        <a href={platformSignupUrl} target="_blank" rel="noreferrer" className={layout.underlined}>
          {t("action.platform")}
        </a>
      ) : null}
      {check?.contradicted_at ? <Text strong>{t("tasks.contradicted")}</Text> : null}
      {check?.claimed_at && check.status !== "stale" && !check.contradicted_at ? (
        <Text type="secondary">{t("tasks.claimed")}</Text>
      ) : null}
      <Way code={code} request={request} actions={actions} />
    </Space>
  );
}

function Way({ code, request, actions }: Pick<CheckTaskProps, "code" | "request" | "actions">) {
  if (code === "WABA_DATA" || code === "PLATFORM_ACCOUNT")
    return (
      <Suspense fallback={<PageSkeleton />}>
        <OwnFacts code={code} request={request} onFacts={actions.onFacts} />
      </Suspense>
    );
  const { owner, hard, source } = checkCatalogue[code];
  return owner === "client" && (!hard || source === "api") ? (
    <DoneForm onDone={(evidence) => actions.onConfirm(code, evidence)} />
  ) : (
    <SayWhenDone requestId={request.id} onSend={actions.onSend} />
  );
}
