/** The number's public profile: the fields that the move changed, with their previous values, ready to be restored. */
import {
  type BusinessProfile,
  changedFields,
  profileValue,
  type ProfileField,
} from "#domain/graph/business-profile.ts";
import { useTranslation } from "react-i18next";
import { useProfiles } from "../../../queries/profile-snapshots.ts";
import { useMetaText } from "../../../widgets/meta-text.ts";
import layout from "../../../ui/layout.module.css";
import styles from "./monitoring.module.css";

export function ProfileSection({ requestId }: { requestId: string }) {
  const { t } = useTranslation("monitoring");
  const { before, after, isLoading } = useProfiles(requestId);
  if (isLoading) return null;
  const changed = before && after ? changedFields(before, after) : [];
  const lead = !before || !after ? "unread" : changed.length === 0 ? "same" : "lead";
  return (
    <section aria-labelledby="profile-heading">
      <h2 id="profile-heading" className={layout.partHeading}>
        {t("profile.title")}
      </h2>
      <p>{t(`profile.${lead}`)}</p>
      {before && after && changed.length > 0 && (
        <table className={styles.profile}>
          <thead>
            <tr>
              <th>{t("profile.field_heading")}</th>
              <th>{t("profile.before")}</th>
              <th>{t("profile.after")}</th>
            </tr>
          </thead>
          <tbody>
            {changed.map((field) => (
              <tr key={field}>
                <th scope="row">{t(`profile.field.${field}`)}</th>
                <Value profile={before} field={field} />
                <Value profile={after} field={field} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Value({ profile, field }: { profile: BusinessProfile; field: ProfileField }) {
  const { t } = useTranslation("monitoring");
  const value = profileValue(profile, field);
  const meta = useMetaText();
  const words =
    value === "" ? t("profile.none") : field === "picture" ? t("profile.yes") : meta.value(field, value);
  return <td>{words}</td>;
}
