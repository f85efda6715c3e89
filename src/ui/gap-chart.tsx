/** The probes of a move on a line of time, each way on its own, with the moment the number moved. */
import type { ProbePoint } from "#domain/stabilising/measured-gap.ts";
import { theme } from "antd";
import { useTranslation } from "react-i18next";

const width = 640;
const left = 90;
const rows = { out: 24, in: 56 } as const;

type Props = { points: readonly ProbePoint[]; movedAt: number };

export function GapChart({ points, movedAt }: Props) {
  const { t, i18n } = useTranslation("care");
  const { token } = theme.useToken();
  const times = [...points.map(({ at }) => at), movedAt];
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const x = (at: number) => left + ((at - first) / Math.max(1, last - first)) * (width - left - 16);
  const clock = (at: number) => new Date(at).toLocaleTimeString(i18n.language);
  const passed = points.filter((point) => point.passed).length;
  return (
    <svg
      viewBox={`0 0 ${width} 100`}
      role="img"
      aria-label={t("gap.chart", { passed, tried: points.length })}
      style={{ width: "100%", maxWidth: width, fontSize: 12, fill: token.colorText }}
    >
      {(["out", "in"] as const).map((way) => (
        <text key={way} x={0} y={rows[way] + 4}>
          {t(way === "out" ? "gap.sending" : "gap.receiving")}
        </text>
      ))}
      <line x1={x(movedAt)} x2={x(movedAt)} y1={8} y2={76} stroke={token.colorPrimary} strokeWidth={2} />
      <text x={Math.min(x(movedAt), width - 110)} y={92}>
        {t("gap.moved")} {clock(movedAt)}
      </text>
      {points.map(({ at, direction, passed: good }) => {
        const [cx, cy] = [x(at), rows[direction]];
        // Told apart by their shape too: a disc that passed, a cross that did not.
        return good ? (
          <circle key={`${direction} ${at}`} cx={cx} cy={cy} r={4} fill={token.colorSuccess} />
        ) : (
          <path
            key={`${direction} ${at}`}
            d={`M${cx - 4} ${cy - 4}l8 8m0 -8l-8 8`}
            stroke={token.colorError}
            strokeWidth={2}
          />
        );
      })}
    </svg>
  );
}
