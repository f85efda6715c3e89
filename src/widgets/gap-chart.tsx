/** The probes of a move on a timeline, each direction on its own, with the moment the number moved. */
import type { ProbePoint } from "#domain/monitoring/measured-gap.ts";
import { useTranslation } from "react-i18next";
import { useFormat } from "../lib/format.ts";
import layout from "../ui/layout.module.css";
import styles from "./widgets.module.css";

type Props = { points: readonly ProbePoint[]; movedAt: number };

export function GapChart({ points, movedAt }: Props) {
  const { t } = useTranslation("monitoring");
  const format = useFormat();
  const times = [...points.map(({ at }) => at), movedAt];
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const left = (at: number) => `${((at - first) / Math.max(1, last - first)) * 100}%`;
  const passed = points.filter((point) => point.passed).length;
  return (
    <div role="img" aria-label={t("gap.chart", { passed, tried: points.length })} className={styles.gapChart}>
      <div className={styles.gapWays}>
        <div className={styles.gapMoved} style={{ left: left(movedAt) }} />
        {(["out", "in"] as const).map((way) => (
          <div key={way}>
            <div className={layout.small}>{t(way === "out" ? "gap.sending" : "gap.receiving")}</div>
            <div className={styles.gapProbes}>
              {points
                .filter(({ direction }) => direction === way)
                .map(({ at, passed: good }) => (
                  <Mark key={at} left={left(at)} good={good} />
                ))}
            </div>
          </div>
        ))}
      </div>
      <div className={`${layout.small} ${layout.secondary}`}>
        {t("gap.moved")} {format.date(movedAt, "exactTime")}
      </div>
    </div>
  );
}

/** Distinguished by shape too: a disc that passed, a cross that did not. */
function Mark({ left, good }: { left: string; good: boolean }) {
  return (
    <svg viewBox="0 0 10 10" width={10} height={10} className={styles.gapMark} style={{ left }}>
      {good ? (
        <circle cx={5} cy={5} r={4} className={styles.gapPassed} />
      ) : (
        <path d="M1 1l8 8m0 -8l-8 8" className={styles.gapFailed} strokeWidth={2} />
      )}
    </svg>
  );
}
