/** The frame of pages that need no account; a page may bring its provider's name and colour itself. */
import { Layout } from "antd";
import { Outlet } from "react-router";
import { FrameMenu } from "./frame-menu.tsx";

export function PublicFrame() {
  return (
    <Layout style={{ minHeight: "100vh" }}>
      <Layout.Header
        style={{
          display: "flex",
          justifyContent: "flex-end",
          alignItems: "center",
          padding: "0 12px",
          height: 52,
          lineHeight: "52px",
        }}
      >
        <FrameMenu />
      </Layout.Header>
      <Layout.Content id="main" style={{ width: "100%", maxWidth: 760, margin: "0 auto", padding: 16 }}>
        <Outlet />
      </Layout.Content>
    </Layout>
  );
}
