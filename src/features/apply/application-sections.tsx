/** The form in calm sections, in the order in which people know the answers. */
import type { ProviderPage } from "#domain/functions/provider-page-function.ts";
import { Card } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormattedPhone } from "../../lib/format-phone.ts";
import { AccountFields, IdFields, KnowFields } from "./fields/account-fields.tsx";
import { AuthorisedFields, CompanyFields } from "./fields/people-fields.tsx";
import { CurrentFields, NumberFields } from "./fields/number-fields.tsx";
import layout from "../../ui/layout.module.css";
import styles from "./apply.module.css";

export function ApplicationSections({ provider }: { provider: ProviderPage }) {
  const { t } = useTranslation("apply");
  const phone = useFormattedPhone(provider.officePhone ?? "");
  const office = phone ? `${provider.officeName}, ${phone}` : provider.officeName;
  return (
    <>
      <Section title={t("section.number")}>
        <NumberFields />
      </Section>
      <Section title={t("section.company")}>
        <CompanyFields />
      </Section>
      <Section title={t("section.authorised")} hint={t("section.authorised_hint")}>
        <AuthorisedFields />
      </Section>
      <Section title={t("section.current")}>
        <CurrentFields oldProviders={provider.oldProviders} />
      </Section>
      <Section title={t("section.ids")} hint={t("section.ids_hint")}>
        <IdFields />
      </Section>
      <Section title={t("section.platform")} hint={t("section.platform_hint")}>
        <AccountFields signupUrl={provider.platformSignupUrl} />
      </Section>
      <Section title={t("section.know")} hint={t("section.know_hint")}>
        <KnowFields />
      </Section>
      <p>
        {t("office", { office })}{" "}
        <a href={`mailto:${provider.officeEmail}`} className={layout.underlined}>
          {provider.officeEmail}
        </a>
      </p>
    </>
  );
}

function Section({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <Card className={layout.below16} styles={{ body: { padding: 16 } }}>
      <h2 className={`${layout.flushBelow4} ${styles.sectionTitle}`}>{title}</h2>
      {hint ? <p className={layout.flushBelow16}>{hint}</p> : <div className={styles.noHint} />}
      {children}
    </Card>
  );
}
