/** The frame of the provider's people: a slim rail on the left, on phones a bar on top. */
import { useMenu } from "@refinedev/core";
import { Grid, Layout, Menu } from "antd";
import { useTranslation } from "react-i18next";
import { Link, Navigate, Outlet, useLocation } from "react-router";
import { permissionFor } from "../../providers/access-control.ts";
import { useAccess, useMembership, usePermitted } from "../../queries/access.ts";
import { ErrorBoundary } from "../../ui/error-boundary.tsx";
import { PageFailed } from "../page-failed.tsx";
import { HaltBanner } from "./halt-banner.tsx";
import { HaltButton } from "./halt-button.tsx";
import { FrameMenu } from "./frame-menu.tsx";
import { ProviderChoice } from "./provider-choice.tsx";
import { SecondFactorPage } from "../sign-in/second-factor-page.tsx";
import { TokenBanner } from "./token-banner.tsx";

export function StaffFrame() {
  const { t } = useTranslation(["common", "domain"]);
  const { pathname } = useLocation();
  const { access } = useAccess();
  const { membership } = useMembership();
  const may = usePermitted();
  const { menuItems } = useMenu();
  const wide = Grid.useBreakpoint().md ?? true;
  if (!membership) return <Navigate to="/" replace />;
  if (membership.locked) return <SecondFactorPage demandedBy={membership.providerName} />;

  const isOpen = (resource: string) => {
    const permission = permissionFor(resource, "list");
    return permission !== undefined && may(permission);
  };
  const items = menuItems
    .filter(({ name, meta }) => meta?.label !== undefined && isOpen(name))
    .map(({ route = "/", label = "", icon }) => ({
      key: route,
      icon,
      label: <Link to={route}>{t(label as "menu.requests")}</Link>,
    }));
  const selected = items.filter(({ key }) => pathname.startsWith(key)).map(({ key }) => key);
  const menu = (
    <Menu
      mode={wide ? "inline" : "horizontal"}
      items={items}
      selectedKeys={selected}
      style={{ border: 0, flex: 1, minWidth: 0 }}
    />
  );
  return (
    <Layout style={{ minHeight: "100vh" }}>
      <a className="skip-link" href="#main">
        {t("skip")}
      </a>
      {wide && (
        <Layout.Sider
          width={184}
          className="no-print"
          style={{ borderInlineEnd: "1px solid var(--ant-color-split)" }}
        >
          <div style={{ padding: "18px 24px 12px", fontWeight: 700, fontSize: 16 }}>Portdesk</div>
          <nav aria-label={t("menu.label")}>{menu}</nav>
        </Layout.Sider>
      )}
      <Layout>
        <Layout.Header
          className="no-print"
          style={{
            display: "flex",
            alignItems: "center",
            gap: 8,
            padding: wide ? "0 24px" : "0 12px",
            height: 52,
            lineHeight: "52px",
            borderBottom: "1px solid var(--ant-color-split)",
          }}
        >
          <div
            style={{
              flex: 1,
              minWidth: 0,
              fontWeight: 600,
              overflow: "hidden",
              textOverflow: "ellipsis",
              whiteSpace: "nowrap",
            }}
          >
            {access.memberships.length > 1 ? <ProviderChoice /> : membership.providerName}
          </div>
          {wide && (
            <span
              style={{ whiteSpace: "nowrap" }}
            >{`${membership.name} · ${t(`domain:role.${membership.role}`)}`}</span>
          )}
          <HaltButton providerId={membership.providerId} />
          <FrameMenu />
        </Layout.Header>
        {!wide && <nav aria-label={t("menu.label")}>{menu}</nav>}
        <HaltBanner providerId={membership.providerId} />
        <TokenBanner providerId={membership.providerId} />
        <Layout.Content id="main" style={{ padding: wide ? 24 : 12, minWidth: 0 }}>
          <ErrorBoundary key={pathname} fallback={<PageFailed />}>
            <Outlet />
          </ErrorBoundary>
        </Layout.Content>
      </Layout>
    </Layout>
  );
}
