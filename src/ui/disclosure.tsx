/**
 * A line that opens what is under it: the browser's own `<details>`. The header of antd 6.6's Collapse ignores the space
 * bar, its closed content is not on the page for the browser's search, its accordion fails axe
 * (aria-required-children), and it adds 4 kB to a page's first load.
 */
import type { ReactNode } from "react";
import styles from "./ui.module.css";

type Props = {
  summary: ReactNode;
  children: ReactNode;
  /** Whether it is open at first. */
  open?: boolean;
  /** Of those with the same name, one is open at a time. */
  name?: string;
  className?: string | undefined;
};

export function Disclosure({ summary, children, ...details }: Props) {
  return (
    <details {...details}>
      <summary className={styles.summary}>{summary}</summary>
      {children}
    </details>
  );
}
