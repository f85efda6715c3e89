/** Chooses which provider's team is shown, for people with several. */
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { useAccess, useMembership } from "../../queries/access.ts";

export function ProviderChoice() {
  const { t } = useTranslation();
  const { access } = useAccess();
  const { membership, choose } = useMembership();
  if (access.memberships.length < 2) return null;
  return (
    <Select
      aria-label={t("provider")}
      value={membership?.providerId}
      onChange={choose}
      options={access.memberships.map((one) => ({ value: one.providerId, label: one.providerName }))}
    />
  );
}
