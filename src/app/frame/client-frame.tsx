/** The frame of client users: their provider's name and colour; Portdesk stays in the background. */
import { ConfigProvider, Layout } from "antd";
import { Link, Navigate, Outlet, useLocation } from "react-router";
import { useAccess } from "../../queries/access.ts";
import { useColorScheme } from "../../ui/color-scheme.ts";
import { ErrorBoundary } from "../../ui/error-boundary.tsx";
import { PageFailed } from "../page-failed.tsx";
import { FrameMenu } from "./frame-menu.tsx";
import { themeOf } from "../theme.ts";

export function ClientFrame() {
  const { access } = useAccess();
  const { dark } = useColorScheme();
  const { pathname } = useLocation();
  const provider = access.clients[0];
  if (!provider) return <Navigate to="/" replace />;
  return (
    <ConfigProvider theme={themeOf(dark, provider.accentColor)}>
      <Layout style={{ minHeight: "100vh" }}>
        <Layout.Header
          className="no-print"
          style={{
            display: "flex",
            alignItems: "center",
            padding: "0 16px",
            height: 52,
            lineHeight: "52px",
            borderTop: `4px solid ${provider.accentColor}`,
          }}
        >
          <Link to="/my" style={{ flex: 1, fontWeight: 600 }}>
            {provider.providerName}
          </Link>
          <FrameMenu />
        </Layout.Header>
        <Layout.Content id="main" style={{ width: "100%", maxWidth: 760, margin: "0 auto", padding: 16 }}>
          <ErrorBoundary key={pathname} fallback={<PageFailed />}>
            <Outlet />
          </ErrorBoundary>
        </Layout.Content>
      </Layout>
    </ConfigProvider>
  );
}
