/** Who agreed to what, and when. */
import type { Render } from "./block.ts";

export const renderApprovals: Render<"approvals"> = (approvals, { t, time }) => {
  if (approvals.length === 0) return [{ kind: "text", text: t("nothing.approvals") }];
  return [
    {
      kind: "table",
      label: t("section.approvals"),
      head: [t("approval.action"), t("approval.by"), t("approval.at")],
      rows: approvals.map(({ action, by, name, at, step }) => [
        [t(`domain:event.${action}`), step && t(`domain:step.${step}.title`)].filter(Boolean).join(": "),
        [t(`approval.side.${by}`), name].filter(Boolean).join(", "),
        time(at),
      ]),
    },
  ];
};
