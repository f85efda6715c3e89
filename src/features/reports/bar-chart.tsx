/** Horizontal bars as a plain list: each bar is a line of text with its number, so it reads without seeing. */
import { theme } from "antd";

export type Bar = { key: string; label: string; value: number };

export function BarChart({ title, bars }: { title: string; bars: readonly Bar[] }) {
  const { token } = theme.useToken();
  const largest = Math.max(1, ...bars.map((bar) => bar.value));
  return (
    <ul aria-label={title} style={{ listStyle: "none", margin: 0, padding: 0 }}>
      {bars.map((bar) => (
        <li key={bar.key} style={{ marginBottom: 8 }}>
          <div style={{ display: "flex", justifyContent: "space-between", gap: 8 }}>
            <span>{bar.label}</span>
            <span style={{ fontVariantNumeric: "tabular-nums" }}>{bar.value}</span>
          </div>
          <div style={{ height: 8, background: token.colorFillSecondary, borderRadius: 4 }}>
            <div
              style={{
                height: 8,
                width: `${(bar.value / largest) * 100}%`,
                background: token.colorPrimary,
                borderRadius: 4,
              }}
            />
          </div>
        </li>
      ))}
    </ul>
  );
}
