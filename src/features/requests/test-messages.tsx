/** A message to a phone at hand and its answer: whether the number sends and receives. */
import { Alert, Button, Form, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermissions } from "../../providers/access.ts";
import {
  type SightingRow,
  type TestMessageInput,
  type TestMessageRow,
  useNumberCare,
  useTestMessages,
} from "../../providers/number-care.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import type { RequestRow } from "./request-row.ts";

const row = { display: "flex", flexWrap: "wrap", gap: "0 16px" } as const;
/** Meta gives it to new accounts. */
const sample = { template: "hello_world", language: "en_US" };

export function TestMessages({ request }: { request: RequestRow }) {
  const { t } = useTranslation("care");
  const may = usePermissions();
  const { messages, sightings } = useTestMessages(request.id);
  const sent = messages.filter(({ purpose }) => purpose === "smoke").toReversed();
  const came = sightings.findLast(
    ({ direction, at }) => direction === "in" && at >= (request.registered_at ?? ""),
  );
  return (
    <section aria-labelledby="test-heading">
      <h2 id="test-heading" style={{ fontSize: 16 }}>
        {t("test.title")}
      </h2>
      <p>{t("test.lead")}</p>
      {may("message.test") && ["cutover", "stabilising", "completed"].includes(request.status) && (
        <TestForm request={request} />
      )}
      {sent.length === 0 ? (
        <p>{t("test.none")}</p>
      ) : (
        <ul style={{ paddingInlineStart: 20 }}>
          {sent.map((message) => (
            <li key={message.id}>
              <RelativeTime value={message.opened_at} /> ·{" "}
              {t("test.to_phone", { lastFour: message.last_four })} ·{" "}
              {t(`test.state.${stateOf(message, sightings)}`)}
            </li>
          ))}
        </ul>
      )}
      <p>{came ? t("test.came", { at: new Date(came.at).toLocaleString() }) : t("test.none_came")}</p>
    </section>
  );
}

const progress = ["sent", "delivered", "read", "failed"] as const;
type MessageState = "open" | "accepted" | "refused" | "unreachable" | (typeof progress)[number];
const outcomes = ["accepted", "refused", "unreachable"] as const;

/** The furthest that webhooks told of it, else what Meta answered. */
function stateOf(message: TestMessageRow, sightings: readonly SightingRow[]): MessageState {
  const own = sightings.filter(
    ({ direction, message_hash: hash }) => direction === "out" && hash === message.message_hash,
  );
  const furthest = progress.findLast((status) => own.some((seen) => seen.status === status));
  return furthest ?? outcomes.find((one) => one === message.outcome) ?? "open";
}

function TestForm({ request }: { request: RequestRow }) {
  const { t } = useTranslation(["care", "domain"]);
  const { sendTest } = useNumberCare(request);
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Awaited<ReturnType<typeof sendTest>>>();
  const send = async (input: TestMessageInput) => {
    setBusy(true);
    setAnswer(await sendTest({ ...input, to: input.to.replaceAll(/[\s()-]/g, "") }));
    setBusy(false);
  };
  const reason = answer?.reason ?? "unknown";
  return (
    <Form layout="vertical" initialValues={sample} onFinish={(input: TestMessageInput) => void send(input)}>
      <div style={row}>
        <Form.Item
          name="to"
          label={t("test.to")}
          rules={[{ required: true, pattern: /^\+[1-9][\d\s()-]{6,20}$/, message: t("test.to_wrong") }]}
        >
          <Input inputMode="tel" autoComplete="off" style={{ width: 200 }} />
        </Form.Item>
        <Form.Item
          name="template"
          label={t("test.template")}
          rules={[{ required: true, pattern: /^[a-z0-9_]{1,512}$/, message: t("test.template_wrong") }]}
        >
          <Input autoComplete="off" style={{ width: 200 }} />
        </Form.Item>
        <Form.Item
          name="language"
          label={t("test.language")}
          rules={[{ required: true, pattern: /^[a-z]{2,3}(_[A-Z]{2})?$/, message: t("test.language_wrong") }]}
        >
          <Input autoComplete="off" style={{ width: 100 }} />
        </Form.Item>
      </div>
      <Button htmlType="submit" loading={busy}>
        {t("test.send")}
      </Button>
      {answer && (
        <Alert
          type={answer.state === "accepted" ? "success" : "warning"}
          showIcon
          role="status"
          style={{ marginTop: 12 }}
          message={t(`test.${answer.state}`)}
          {...(answer.state === "refused" ? { description: t(`domain:send_error.${reason}`) } : {})}
        />
      )}
    </Form>
  );
}
