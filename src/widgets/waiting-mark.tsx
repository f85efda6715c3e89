/** Which side must act, as shape and word: us a dot, the client a ring, the old provider half, Meta a square. */
import type { WaitingOn } from "#domain/status/statuses.ts";
import { useTranslation } from "react-i18next";

const size = 10;
const shapes: Record<WaitingOn, React.CSSProperties> = {
  us: { background: "currentColor", borderRadius: "50%" },
  client: { border: "2px solid currentColor", borderRadius: "50%", boxSizing: "border-box" },
  old_provider: {
    border: "1px solid currentColor",
    borderRadius: "50%",
    boxSizing: "border-box",
    background: "linear-gradient(90deg, currentColor 50%, transparent 50%)",
  },
  meta: { background: "currentColor" },
};

export function WaitingMark({ value }: { value: WaitingOn | null }) {
  const { t } = useTranslation("domain");
  if (value === null) return <span>–</span>;
  return (
    <span style={{ display: "inline-flex", alignItems: "center", gap: 6, whiteSpace: "nowrap" }}>
      <span aria-hidden style={{ width: size, height: size, flex: "none", ...shapes[value] }} />
      {t(`waiting_on.${value}`)}
    </span>
  );
}
