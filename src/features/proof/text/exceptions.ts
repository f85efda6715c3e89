/** Everything that went wrong during the move, in the words meant for the reader. */
import type { Render } from "./block.ts";

export const renderExceptions: Render<"exceptions"> = (exceptions, { t, variant, time }) => {
  if (exceptions.length === 0) return [{ kind: "text", text: t("nothing.exceptions") }];
  const forStaff = variant === "staff";
  return [
    {
      kind: "table",
      label: t("section.exceptions"),
      head: [
        t("trouble.what"),
        t("trouble.owner"),
        t("trouble.opened"),
        t("trouble.settled"),
        ...(forStaff ? [t("trouble.trace")] : []),
      ],
      rows: exceptions.map(({ code, owner, openedAt, resolvedAt, traceId }) => [
        `${t(`domain:exception.${code}.title`)}. ${t(`domain:exception.${code}.${forStaff ? "staff" : "client"}`)}`,
        t(`approval.owner.${owner}`),
        time(openedAt),
        resolvedAt === null ? { text: t("trouble.open"), tone: "bad" as const } : time(resolvedAt),
        ...(forStaff ? [traceId ?? "–"] : []),
      ]),
    },
  ];
};
