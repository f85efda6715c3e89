/** The one heading of a page, with the actions beside it; also the document's title. */
import { Typography } from "antd";
import { type ReactNode, useEffect } from "react";
import styles from "./ui.module.css";

export function PageHeading({ title, children }: { title: string; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Portdesk`;
  }, [title]);
  return (
    <div className={styles.heading}>
      <Typography.Title level={1} className={styles.title}>
        {title}
      </Typography.Title>
      {children}
    </div>
  );
}
