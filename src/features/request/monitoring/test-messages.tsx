/** A message to a phone at hand and its answer: whether the number sends and receives. */
import { useFormat } from "../../../lib/format.ts";
import { sendErrorOf } from "#domain/exceptions/send-errors.ts";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../../queries/access.ts";
import { type SightingRow, type TestMessageRow, useTestMessages } from "../../../queries/monitoring.ts";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import type { RequestRow } from "../../../queries/request-row.ts";
import { TestForm } from "./test-form.tsx";
import layout from "../../../ui/layout.module.css";
import styles from "./monitoring.module.css";

export function TestMessages({ request }: { request: RequestRow }) {
  const { t } = useTranslation("monitoring");
  const format = useFormat();
  const may = usePermitted();
  const { messages, sightings } = useTestMessages(request.id);
  const sent = messages.filter(({ purpose }) => purpose === "smoke").toReversed();
  const came = sightings.findLast(
    ({ direction, at }) => direction === "in" && at >= (request.registered_at ?? ""),
  );
  return (
    <section aria-labelledby="test-heading">
      <h2 id="test-heading" className={layout.partHeading}>
        {t("test.title")}
      </h2>
      <p>{t("test.lead")}</p>
      {may("message.test") && ["cutover", "monitoring", "completed"].includes(request.status) && (
        <TestForm request={request} />
      )}
      {sent.length === 0 ? (
        <p>{t("test.none")}</p>
      ) : (
        <ul className={styles.reports}>
          {sent.map((message) => (
            <li key={message.id}>
              <RelativeTime value={message.opened_at} /> ·{" "}
              {t("test.to_phone", { lastFour: message.last_four })} ·{" "}
              {t(`test.state.${stateOf(message, sightings)}`)}
              <Reason message={message} sightings={sightings} />
            </li>
          ))}
        </ul>
      )}
      <p>{came ? t("test.came", { at: format.date(came.at, "exactDateTime") }) : t("test.none_came")}</p>
    </section>
  );
}

const progress = ["sent", "delivered", "read", "failed"] as const;
type MessageState = "open" | "accepted" | "refused" | "unreachable" | (typeof progress)[number];
const outcomes = ["accepted", "refused", "unreachable"] as const;

function ownOf(message: TestMessageRow, sightings: readonly SightingRow[]): SightingRow[] {
  return sightings.filter(
    ({ direction, message_hash: hash }) => direction === "out" && hash === message.message_hash,
  );
}

/** The latest state that webhooks reported, or else Meta's answer. */
function stateOf(message: TestMessageRow, sightings: readonly SightingRow[]): MessageState {
  const own = ownOf(message, sightings);
  const furthest = progress.findLast((status) => own.some((seen) => seen.status === status));
  return furthest ?? outcomes.find((one) => one === message.outcome) ?? "open";
}

/** Why it failed or was refused: Meta's error number with what to do about it, and Meta's own title. */
function Reason({ message, sightings }: { message: TestMessageRow; sightings: readonly SightingRow[] }) {
  const { t } = useTranslation(["monitoring", "domain"]);
  const failed = ownOf(message, sightings).find(({ status }) => status === "failed");
  const code = failed ? failed.error_code : message.outcome === "refused" ? message.error_number : null;
  const title = failed?.error_title ?? null;
  if (code === null && title === null) return null;
  const reported = [title, code === null ? null : `(${code})`].filter((part) => part !== null).join(" ");
  return (
    <>
      : {reported}
      {code !== null && <div>{t(`domain:send_error.${sendErrorOf(code).reason}`)}</div>}
    </>
  );
}
