/** The tasks of staff on the sharing route: the silent registration, and the exchange of messages that proves it. */
import { useFormat } from "../../../lib/format.ts";
import { Alert, Button, Descriptions, Space } from "antd";
import { useTranslation } from "react-i18next";
import { LinkButton } from "../../../ui/link-button.tsx";
import type { CutoverRequest, StepRow } from "../cutover-data.ts";
import { DigitsForm } from "./digits-form.tsx";
import { type GivenPin, givenPin, useCutoverCommand } from "../use-cutover-command.ts";
import { Text } from "../../../ui/text.tsx";
import layout from "../../../ui/layout.module.css";

/** Where Meta shows the number as shared, nothing can be lost; where only people say so, approval is required. */
export function SilentRegisterPanel({
  request,
  onPin,
}: {
  request: CutoverRequest;
  onPin: (given: GivenPin) => void;
}) {
  const { t } = useTranslation("cutover");
  const { perform, busy } = useCutoverCommand(request);
  const register = async (lastFour?: string) => {
    const answer = await perform({ command: "register_silently", ...(lastFour ? { lastFour } : {}) });
    const given = answer && givenPin(answer);
    if (given) onPin(given);
  };
  const window = request.cutover_steps.find(({ step }) => step === "embedded_signup");
  if (window?.result?.sharing !== "proved") {
    return (
      <DigitsForm
        title={t("shared.register_by_word_title")}
        lead={t("shared.register_by_word")}
        action={t("shared.register")}
        busy={busy}
        onApprove={register}
      />
    );
  }
  return (
    <Space orientation="vertical" size={12}>
      <Text>{t("shared.register_lead")}</Text>
      <Button type="primary" loading={busy} onClick={() => void register()}>
        {t("shared.register")}
      </Button>
    </Space>
  );
}

export function ExchangePanel({ request, step }: { request: CutoverRequest; step: StepRow }) {
  const { t } = useTranslation("cutover");
  const word = (known: boolean | undefined) => t(known ? "shared.yes" : "shared.no");
  return (
    <Space orientation="vertical" size={12}>
      <Text>{t("shared.exchange_lead")}</Text>
      <Descriptions
        size="small"
        column={1}
        items={[
          { key: "sent", label: t("shared.sent"), children: word(step.result?.sent) },
          { key: "received", label: t("shared.received"), children: word(step.result?.received) },
        ]}
      />
      <LinkButton type="primary" to={`/requests/${request.id}?tab=after`}>
        {t("shared.to_test")}
      </LinkButton>
    </Space>
  );
}

/** While both providers are live: what is shared, and the way back. */
export function BothLive({ request }: { request: CutoverRequest }) {
  const { t } = useTranslation("cutover");
  const format = useFormat();
  if (!request.shared_at || request.no_return_at || request.status !== "cutover") return null;
  const at = format.date(request.shared_at, "dateTime");
  return (
    <Alert
      type="info"
      showIcon
      className={layout.below16}
      title={t("shared.both_live", { at })}
      description={t("shared.way_back")}
    />
  );
}
