/** The frame of client users: their provider's name and colour; Portdesk stays in the background. */
import { Layout } from "antd";
import { Link, Navigate, Outlet, useLocation } from "react-router";
import { useAccess } from "../../queries/access.ts";
import { Brand } from "../../ui/theme/brand.tsx";
import { ErrorBoundary } from "../../ui/error-boundary.tsx";
import { PageFailed } from "../page-failed.tsx";
import { FrameMenu } from "./frame-menu.tsx";
import styles from "./frame.module.css";

export function ClientFrame() {
  const { access } = useAccess();
  const { pathname } = useLocation();
  const provider = access.clients[0];
  if (!provider) return <Navigate to="/" replace />;
  return (
    <Brand color={provider.accentColor}>
      <Layout className={styles.frame}>
        <Layout.Header
          className={`no-print ${styles.header} ${styles.clientHeader}`}
          style={{ borderTopColor: provider.accentColor }}
        >
          <Link to="/my" className={styles.clientProvider}>
            {provider.providerName}
          </Link>
          <FrameMenu />
        </Layout.Header>
        <Layout.Content id="main" className={styles.column}>
          <ErrorBoundary key={pathname} fallback={<PageFailed />}>
            <Outlet />
          </ErrorBoundary>
        </Layout.Content>
      </Layout>
    </Brand>
  );
}
