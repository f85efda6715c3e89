/** What every frame offers: language, light or dark, signing out. */
import { GlobalOutlined, LogoutOutlined, MoonOutlined, SunOutlined } from "@ant-design/icons";
import { useIsAuthenticated, useLogout } from "@refinedev/core";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Space } from "antd";
import { useTranslation } from "react-i18next";
import { changeLanguage } from "../providers/i18n.ts";
import { useColorScheme } from "../ui/color-scheme.ts";

export function FrameMenu() {
  const { t, i18n } = useTranslation();
  const { dark, toggle } = useColorScheme();
  const { data } = useIsAuthenticated();
  const { mutate: logout } = useLogout();
  const queries = useQueryClient();
  const other = i18n.language === "ru" ? "en" : "ru";
  const leave = () => logout(undefined, { onSuccess: () => queries.clear() });
  return (
    <Space size={4} className="no-print">
      <Button type="text" icon={<GlobalOutlined />} lang={other} onClick={() => void changeLanguage(other)}>
        {other === "ru" ? "Русский" : "English"}
      </Button>
      <Button
        type="text"
        icon={dark ? <SunOutlined /> : <MoonOutlined />}
        aria-label={dark ? t("scheme.light") : t("scheme.dark")}
        onClick={toggle}
      />
      {data?.authenticated && (
        <Button type="text" icon={<LogoutOutlined />} aria-label={t("sign_out")} onClick={leave} />
      )}
    </Space>
  );
}
