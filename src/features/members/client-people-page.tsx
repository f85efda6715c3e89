/** Who may act for a client, who is invited to do so, and how to change either. */
import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { useMembership } from "../../queries/access.ts";
import { useCommand } from "../../queries/commands/command-provider.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { PageHeading } from "../../ui/page-heading.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { EndButton } from "./end-button.tsx";
import { InvitationSection } from "./invitation-list.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { PersonRow } from "./person-row.tsx";
import { type ClientMember, useClientMembers } from "./use-members.ts";
import layout from "../../ui/layout.module.css";
import styles from "./members.module.css";

export function ClientPeoplePage() {
  const { t } = useTranslation("members");
  const { id = "" } = useParams();
  const { membership } = useMembership();
  const providerId = membership?.providerId ?? "";
  const { client, people, invitations, isLoading, isError, retry } = useClientMembers(providerId, id);
  const [inviting, setInviting] = useState(false);
  if (isLoading) return <PageSkeleton />;
  if (isError) return <ErrorState onRetry={retry} />;
  if (!client) return <Alert type="warning" showIcon title={t("client.missing")} />;
  return (
    <>
      <PageHeading title={t("client.title", { client: client.name })}>
        <Button type="primary" onClick={() => setInviting(true)}>
          {t("invite")}
        </Button>
      </PageHeading>
      <p>{t("client.lead", { client: client.name })}</p>
      {people.length === 0 && <Alert type="warning" showIcon title={t("client.empty")} />}
      <ul className={`${layout.plainList} ${styles.people}`}>
        {people.map((person) => (
          <PersonRow key={person.id} who={<strong>{person.name}</strong>} more={person.email}>
            <EndAccess person={person} />
          </PersonRow>
        ))}
      </ul>
      <InvitationSection invitations={invitations} />
      {inviting && (
        <InviteDialog providerId={providerId} client={client} onClose={() => setInviting(false)} />
      )}
    </>
  );
}

function EndAccess({ person }: { person: ClientMember }) {
  const { t } = useTranslation("members");
  const { run, pending } = useCommand();
  const { id: member, provider_id: provider, name } = person;
  return (
    <EndButton
      name={name}
      lead={t("client.sure_lead")}
      pending={pending}
      onEnd={() => void run("end_client_member", { provider, member })}
    />
  );
}
