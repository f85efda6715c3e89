/** Unanswered invitations: when they were mailed, when they expire, and the available actions. */
import { useFormat } from "../../lib/format.ts";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useCommand } from "../../queries/commands/command-provider.ts";
import { PersonRow } from "./person-row.tsx";
import { useInvite } from "./use-invite.ts";
import type { Invitation } from "./use-members.ts";
import layout from "../../ui/layout.module.css";
import styles from "./members.module.css";

export function InvitationSection({ invitations }: { invitations: readonly Invitation[] }) {
  const { t } = useTranslation("members");
  return (
    <>
      <h2 className={styles.invitations}>{t("invitations.title")}</h2>
      {invitations.length === 0 && <p>{t("invitations.empty")}</p>}
      <ul className={`${layout.plainList} ${styles.people}`}>
        {invitations.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} />
        ))}
      </ul>
    </>
  );
}

const hasExpired = (expiresAt: string) => Date.parse(expiresAt) < Date.now();

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const { t } = useTranslation(["members", "domain"]);
  const format = useFormat();
  const { run, pending } = useCommand();
  const { id, provider_id: provider, email, name, role, mailed_at, expires_at } = invitation;
  const { invite, pending: renewing } = useInvite(provider);
  const on = (time: string) => format.date(time, "date");
  const mailed = mailed_at ? t("invitations.mailed", { at: on(mailed_at) }) : t("invitations.unmailed");
  const end = t(hasExpired(expires_at) ? "invitations.expired" : "invitations.until", {
    at: on(expires_at),
  });
  return (
    <PersonRow
      who={
        <>
          <strong>{name}</strong> · {email} · {t(`domain:role.${role}`)}
        </>
      }
      more={`${mailed} · ${end}`}
    >
      <Button
        loading={renewing}
        aria-label={t("invitations.again_of", { name })}
        onClick={() => void invite(invitation, invitation)}
      >
        {t("invitations.again")}
      </Button>
      <Button
        loading={pending}
        aria-label={t("invitations.withdraw_of", { name })}
        onClick={() => void run("withdraw_invitation", { provider, invitation: id })}
      >
        {t("invitations.withdraw")}
      </Button>
    </PersonRow>
  );
}
