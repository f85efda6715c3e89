/** The one heading of a page, with the actions beside it; also the document's title. */
import { type ReactNode, useEffect } from "react";
import { Title } from "./text.tsx";
import styles from "./ui.module.css";

export function PageHeading({ title, children }: { title: string; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Portdesk`;
  }, [title]);
  return (
    <div className={styles.heading}>
      <Title level={1} className={styles.title}>
        {title}
      </Title>
      {children}
    </div>
  );
}
