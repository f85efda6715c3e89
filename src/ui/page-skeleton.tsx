/** The shape of a page while it loads. */
import { Skeleton } from "antd";
import styles from "./ui.module.css";

export function PageSkeleton() {
  return (
    <div className={styles.skeleton} aria-busy="true">
      <Skeleton active paragraph={{ rows: 8 }} />
    </div>
  );
}
