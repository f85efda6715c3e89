/**
 * Text and headings as antd's Typography sets them, without what this one brings for copying, editing and shortening:
 * with tooltips 27 KB, which no page needs before it shows. Where text is copied, antd's own is used.
 */
import type { HTMLAttributes } from "react";
import styles from "./text.module.css";

type Props = HTMLAttributes<HTMLElement> & {
  type?: "secondary" | "success" | "warning" | "danger";
  strong?: boolean;
};

function propsOf({ type, strong = false, className = "", children, ...rest }: Props) {
  return {
    ...rest,
    className: [styles.text, type ? styles[type] : "", className].filter(Boolean).join(" "),
    children: strong ? <strong>{children}</strong> : children,
  };
}

export function Text(props: Props) {
  return <span {...propsOf(props)} />;
}

export function Paragraph(props: Props) {
  return <div {...propsOf(props)} />;
}

export function Title({ level, ...props }: Props & { level: 1 | 2 }) {
  const Heading = `h${level}` as const;
  return <Heading {...propsOf(props)} />;
}
