/** A section of the proof on the page. */
import { CheckOutlined, ExclamationCircleFilled, QuestionOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";
import { Disclosure } from "../../ui/disclosure.tsx";
import type { Block, Cell, Tone } from "./text/block.ts";
import type { RenderedSection } from "./text/proof-text.ts";
import layout from "../../ui/layout.module.css";
import styles from "./proof.module.css";

const marks: Record<Tone, ReactNode> = {
  good: <CheckOutlined aria-hidden />,
  bad: <ExclamationCircleFilled aria-hidden />,
  open: <QuestionOutlined aria-hidden />,
};

export function SectionView({ section: { title, blocks } }: { section: RenderedSection }) {
  return (
    <section>
      <h2 className={layout.partHeading}>{title}</h2>
      {blocks.map((block, index) => (
        // The blocks of a section never change places.
        <BlockView key={index} block={block} />
      ))}
    </section>
  );
}

function BlockView({ block }: { block: Block }) {
  if (block.kind === "text") return <p className={styles.text}>{block.text}</p>;
  if (block.kind === "table") return <TableView {...block} />;
  const list = (
    <ul className={layout.anyWrap}>
      {block.items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
  if (!block.fold) return list;
  return (
    <Disclosure summary={block.fold} className="no-print">
      {list}
    </Disclosure>
  );
}

function TableView({ label, head, rows }: Extract<Block, { kind: "table" }>) {
  return (
    // The keyboard scrolls what has the focus.
    <div className={layout.scrollX} role="region" aria-label={label} tabIndex={0}>
      <table className={`${styles.table} ${layout.fullWidth} ${layout.below12}`}>
        <thead>
          <tr>
            {head.map((text) => (
              <th key={text} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first, ...others], row) => (
            <tr key={row}>
              <th scope="row">{typeof first === "object" ? first.text : first}</th>
              {others.map((value, column) => (
                <td key={column}>
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
  if (typeof value === "string") return value;
  return (
    <span className={`${styles.answer} ${layout.oneLine}`} data-tone={value.tone}>
      {marks[value.tone]} {value.text}
    </span>
  );
}
