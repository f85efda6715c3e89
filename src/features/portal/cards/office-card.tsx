/** Whom to contact about difficulties: the provider's office. */
import { useTranslation } from "react-i18next";
import { useFormattedPhone } from "../../../lib/format-phone.ts";
import { PortalCard } from "./portal-card.tsx";
import { Paragraph } from "../../../ui/text.tsx";
import layout from "../../../ui/layout.module.css";

export type Office = { officeName: string; officeEmail: string; officePhone: string | null };

export function OfficeCard({ office }: { office: Office }) {
  const { t } = useTranslation("portal");
  const phone = useFormattedPhone(office.officePhone ?? "");
  return (
    <PortalCard title={t("office.title")}>
      <Paragraph>{t("office.lead")}</Paragraph>
      <strong>{office.officeName}</strong>
      <div>
        <a href={`mailto:${office.officeEmail}`} className={layout.underlined}>
          {office.officeEmail}
        </a>
      </div>
      {office.officePhone ? (
        <div>
          <a href={`tel:${office.officePhone}`} className={layout.underlined}>
            {phone}
          </a>
        </div>
      ) : null}
    </PortalCard>
  );
}
