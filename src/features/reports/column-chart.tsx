/** Columns over weeks, drawn as SVG with a table for screen readers. */
import type { Bar } from "./bar-chart.tsx";
import layout from "../../ui/layout.module.css";
import styles from "./reports.module.css";

const height = 120;
const gap = 4;
const width = 28;

export function ColumnChart({ title, columns }: { title: string; columns: readonly Bar[] }) {
  const largest = Math.max(1, ...columns.map((column) => column.value));
  const total = Math.max(1, columns.length) * (width + gap);
  return (
    <figure className={`${layout.flush} ${layout.scrollX}`}>
      <svg width={total} height={height + 36} role="img" aria-label={title}>
        {columns.map((column, index) => {
          const size = (column.value / largest) * height;
          const x = index * (width + gap);
          return (
            <g key={column.key}>
              <rect
                x={x}
                y={height - size + 16}
                width={width}
                height={size}
                rx={3}
                className={styles.column}
              />
              <text
                x={x + width / 2}
                y={height - size + 12}
                textAnchor="middle"
                fontSize={11}
                className={styles.columnValue}
              >
                {column.value}
              </text>
              <text
                x={x + width / 2}
                y={height + 32}
                textAnchor="middle"
                fontSize={10}
                className={styles.columnLabel}
              >
                {column.label}
              </text>
            </g>
          );
        })}
      </svg>
      <table className="visually-hidden">
        <caption>{title}</caption>
        <tbody>
          {columns.map((column) => (
            <tr key={column.key}>
              <th scope="row">{column.label}</th>
              <td>{column.value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
