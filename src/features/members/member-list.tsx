/** The members with their roles; nobody may change their own. */
import type { MemberRole } from "#domain/access/permissions.ts";
import { useTranslation } from "react-i18next";
import { useCommand } from "../../queries/commands/command-provider.ts";
import { EndButton } from "./end-button.tsx";
import { PersonRow } from "./person-row.tsx";
import { RoleSelect } from "./role-select.tsx";
import type { Member } from "./use-members.ts";
import layout from "../../ui/layout.module.css";
import styles from "./members.module.css";

type Props = { members: readonly Member[]; ownId: string | undefined };

export function MemberList({ members, ownId }: Props) {
  const { t } = useTranslation(["members", "domain"]);
  return (
    <ul className={`${layout.plainList} ${styles.people}`}>
      {members.map((member) => {
        const own = member.id === ownId;
        const who = own ? `${member.name} (${t("you")})` : member.name;
        return (
          <PersonRow key={member.id} who={<strong>{who}</strong>} more={member.email}>
            {own ? t(`domain:role.${member.role}`) : <MemberActions member={member} />}
          </PersonRow>
        );
      })}
    </ul>
  );
}

function MemberActions({ member }: { member: Member }) {
  const { t } = useTranslation("members");
  const { run, pending } = useCommand();
  const { name, role } = member;
  const target = { provider: member.provider_id, member: member.id };
  return (
    <>
      <RoleSelect
        aria-label={t("role_of", { name })}
        value={role}
        disabled={pending}
        onChange={(changed: MemberRole) => void run("set_member_role", { ...target, role: changed })}
      />
      <EndButton
        name={name}
        lead={t("sure_lead")}
        pending={pending}
        onEnd={() => void run("end_member", target)}
      />
    </>
  );
}
