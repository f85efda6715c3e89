/** The frame of pages that need no account; a page may set its provider's name and colour itself. */
import { Layout } from "antd";
import { Outlet } from "react-router";
import { FrameMenu } from "./frame-menu.tsx";
import styles from "./frame.module.css";

export function PublicFrame() {
  return (
    <Layout className={styles.frame}>
      <Layout.Header className={`${styles.header} ${styles.publicHeader}`}>
        <FrameMenu />
      </Layout.Header>
      <Layout.Content id="main" className={styles.column}>
        <Outlet />
      </Layout.Content>
    </Layout>
  );
}
