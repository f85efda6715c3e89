/** The frame of the provider's staff: a slim rail on the left, a top bar on phones. */
import { useMenu } from "@refinedev/core";
import { Grid, Layout, Menu } from "antd";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, Outlet, useLocation } from "react-router";
import { page } from "../../providers/feature.ts";
import { permissionFor } from "../../providers/access-control.ts";
import { useAccess, useMembership, usePermitted } from "../../queries/access.ts";
import { ErrorBoundary } from "../../ui/error-boundary.tsx";
import { PageFailed } from "../page-failed.tsx";
import { HaltBanner } from "./halt-banner.tsx";
import { HaltButton } from "./halt-button.tsx";
import { FrameMenu } from "./frame-menu.tsx";
import { SecondFactorPage } from "../sign-in/lazy-second-factor.ts";
import { TokenBanner } from "./token-banner.tsx";
import layout from "../../ui/layout.module.css";
import styles from "./frame.module.css";

/** For people of several providers. */
const ProviderChoice = lazy(page(() => import("./provider-choice.tsx"), "ProviderChoice"));

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
      className={styles.menu}
    />
  );
  return (
    <Layout className={styles.frame}>
      <a className="skip-link" href="#main">
        {t("skip")}
      </a>
      {wide && (
        <Layout.Sider width={184} className={`no-print ${styles.rail}`}>
          <div className={styles.productName}>Portdesk</div>
          <nav aria-label={t("menu.label")}>{menu}</nav>
        </Layout.Sider>
      )}
      <Layout>
        <Layout.Header className={`no-print ${styles.header} ${styles.staffHeader}`} data-narrow={!wide}>
          <div className={styles.staffProvider}>
            <Suspense fallback={membership.providerName}>
              {access.memberships.length > 1 ? <ProviderChoice /> : membership.providerName}
            </Suspense>
          </div>
          {wide && (
            <span
              className={layout.oneLine}
            >{`${membership.name} · ${t(`domain:role.${membership.role}`)}`}</span>
          )}
          <HaltButton providerId={membership.providerId} />
          <FrameMenu />
        </Layout.Header>
        {!wide && <nav aria-label={t("menu.label")}>{menu}</nav>}
        <HaltBanner providerId={membership.providerId} />
        <TokenBanner providerId={membership.providerId} />
        <Layout.Content id="main" className={styles.staffContent} data-narrow={!wide}>
          <ErrorBoundary key={pathname} fallback={<PageFailed />}>
            <Outlet />
          </ErrorBoundary>
        </Layout.Content>
      </Layout>
    </Layout>
  );
}
