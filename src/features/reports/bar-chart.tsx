/** Horizontal bars as a plain list: each bar is a line of text with its number, readable without sight. */
import layout from "../../ui/layout.module.css";
import styles from "./reports.module.css";

export type Bar = { key: string; label: string; value: number };

export function BarChart({ title, bars }: { title: string; bars: readonly Bar[] }) {
  const largest = Math.max(1, ...bars.map((bar) => bar.value));
  return (
    <ul aria-label={title} className={layout.plainList}>
      {bars.map((bar) => (
        <li key={bar.key} className={layout.below8}>
          <div className={layout.spread}>
            <span>{bar.label}</span>
            <span className={layout.figures}>{bar.value}</span>
          </div>
          <div className={styles.track}>
            <div className={styles.bar} style={{ width: `${(bar.value / largest) * 100}%` }} />
          </div>
        </li>
      ))}
    </ul>
  );
}
