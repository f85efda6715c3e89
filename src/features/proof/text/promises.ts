/** One row per promise, deviations first, then the reason for each deviation. */
import { profileFields } from "#domain/graph/business-profile.ts";
import type { ProofDocument } from "#domain/proof/proof-document.ts";
import type { Block, Render, Tone, Formats } from "./block.ts";

type Row = ProofDocument["sections"]["promises"]["rows"][number];

/** Differences first, unknown values next, equal rows last. */
const rank: Record<Row["verdict"], number> = { different: 0, unknown: 1, better: 2, equal: 3 };
const tones: Record<Row["verdict"], Tone> = {
  equal: "good",
  better: "good",
  different: "bad",
  unknown: "open",
};

export const renderPromises: Render<"promises"> = ({ beforeAt, afterAt, rows }, formats) => {
  const { t, time } = formats;
  const sorted = rows.toSorted((a, b) => rank[a.verdict] - rank[b.verdict]);
  const deviating = sorted.filter(({ deviation }) => deviation !== null);
  const explained: Block[] = deviating.map((row) => ({ kind: "text", text: explain(row, formats) }));
  return [
    {
      kind: "table",
      label: t("section.promises"),
      head: [
        t("promise_heading"),
        t("before_at", { at: time(beforeAt) }),
        t("after_at", { at: time(afterAt) }),
        t("verdict_heading"),
      ],
      rows: sorted.map((row) => [
        t(`promise.${row.promise}`),
        value(row, row.before, formats),
        value(row, row.after, formats),
        { text: t(`verdict.${row.verdict}`), tone: tones[row.verdict] },
      ]),
    },
    ...(explained.length > 0 ? explained : [{ kind: "text" as const, text: t("all_kept") }]),
    ...(rows.some(isShorter) ? [{ kind: "text" as const, text: t("never_promised") }] : []),
  ];
};

/** Fewer templates than before and yet kept: that needs an explanation. */
function isShorter({ promise, before, after, verdict }: Row): boolean {
  return promise === "templates" && verdict === "equal" && before !== after;
}

function value({ promise }: Row, raw: string | null, formats: Formats): string {
  if (raw === null) return formats.t("not_read");
  return promise === "business_profile" ? profileText(raw, formats) : formats.meta.value(promise, raw);
}

/** `filled`: the fields of the profile that have content, separated by commas. */
export function profileText(filled: string, { t }: Pick<Formats, "t">): string {
  if (filled === "") return t("profile_empty");
  return filled
    .split(", ")
    .map((name) => {
      const field = profileFields.find((one) => one === name);
      return field ? t(`monitoring:profile.field.${field}`) : name;
    })
    .join(", ");
}

function explain({ promise, deviation, exceptions, fields }: Row, { t }: Formats): string {
  const cause = deviation ?? "not_settled";
  const named = (fields ?? []).map((field) => t(`monitoring:profile.field.${field}`)).join(", ");
  const why = cause === "changed" ? t(`changed.${promise}`, { fields: named }) : t(`deviation.${cause}`);
  const reported = exceptions.map((code) => t(`domain:exception.${code}.title`));
  const reason = reported.length > 0 ? ` ${t("on_record", { titles: reported.join(", ") })}` : "";
  return `${t(`promise.${promise}`)}: ${why}${reason}`;
}
