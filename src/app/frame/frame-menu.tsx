/** What every frame offers: language, light or dark, signing out. */
import { GlobalOutlined, LogoutOutlined, MoonOutlined, SafetyOutlined, SunOutlined } from "@ant-design/icons";
import { Button, Space } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { changeLanguage } from "../../providers/i18n.ts";
import { useSession } from "../../providers/session.ts";
import { useColorScheme } from "../../ui/color-scheme.ts";
import { useSignOut } from "../sign-in/use-sign-out.ts";
import styles from "./frame.module.css";

export function FrameMenu() {
  const { t, i18n } = useTranslation();
  const { dark, toggle } = useColorScheme();
  const person = useSession();
  const signOut = useSignOut();
  const other = i18n.language === "ru" ? "en" : "ru";
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
      {person && (
        <>
          <Link to="/second-factor" aria-label={t("second_factor.title")} className={styles.factorLink}>
            <SafetyOutlined className={styles.factorIcon} />
          </Link>
          <Button type="text" icon={<LogoutOutlined />} aria-label={t("sign_out")} onClick={signOut} />
        </>
      )}
    </Space>
  );
}
