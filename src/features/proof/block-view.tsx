/** A section of the proof on the page. */
import { CheckOutlined, ExclamationCircleFilled, QuestionOutlined } from "@ant-design/icons";
import { theme } from "antd";
import type { ReactNode } from "react";
import type { Block, Cell, Tone } from "./text/block.ts";
import type { RenderedSection } from "./text/proof-text.ts";

const marks: Record<Tone, ReactNode> = {
  good: <CheckOutlined aria-hidden />,
  bad: <ExclamationCircleFilled aria-hidden />,
  open: <QuestionOutlined aria-hidden />,
};

const cellStyle = { padding: "8px 12px 8px 0", textAlign: "start", verticalAlign: "top" } as const;

export function SectionView({ section: { title, blocks } }: { section: RenderedSection }) {
  return (
    <section>
      <h2 style={{ fontSize: 16 }}>{title}</h2>
      {blocks.map((block, index) => (
        // The blocks of a section never change places.
        <BlockView key={index} block={block} />
      ))}
    </section>
  );
}

function BlockView({ block }: { block: Block }) {
  if (block.kind === "text") return <p style={{ maxWidth: 720 }}>{block.text}</p>;
  if (block.kind === "table") return <TableView {...block} />;
  const list = (
    <ul style={{ overflowWrap: "anywhere" }}>
      {block.items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
  if (!block.fold) return list;
  return (
    <details className="no-print">
      <summary>{block.fold}</summary>
      {list}
    </details>
  );
}

function TableView({ label, head, rows }: Extract<Block, { kind: "table" }>) {
  const { token } = theme.useToken();
  return (
    // Keyboards scroll what holds the focus.
    <div style={{ overflowX: "auto" }} role="region" aria-label={label} tabIndex={0}>
      <table style={{ width: "100%", borderCollapse: "collapse", marginBottom: 12 }}>
        <thead>
          <tr style={{ borderBottom: `1px solid ${token.colorBorder}` }}>
            {head.map((text) => (
              <th key={text} scope="col" style={cellStyle}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first, ...others], row) => (
            <tr key={row} style={{ borderBottom: `1px solid ${token.colorSplit}` }}>
              <th scope="row" style={{ ...cellStyle, fontWeight: "inherit" }}>
                {typeof first === "object" ? first.text : first}
              </th>
              {others.map((value, column) => (
                <td key={column} style={cellStyle}>
                  <CellView value={value} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CellView({ value }: { value: Cell }) {
  const { token } = theme.useToken();
  if (typeof value === "string") return value;
  const isBad = value.tone === "bad";
  return (
    <span
      style={{
        color: isBad ? token.colorError : token.colorText,
        fontWeight: isBad ? 600 : 400,
        whiteSpace: "nowrap",
      }}
    >
      {marks[value.tone]} {value.text}
    </span>
  );
}
