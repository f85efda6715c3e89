/** Who works for the provider, who is invited, and how to change either. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMembership } from "../../queries/access.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { PageHeading } from "../../ui/page-heading.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { InvitationSection } from "./invitation-list.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { MemberList } from "./member-list.tsx";
import { useMembers } from "./use-members.ts";

export function MembersPage() {
  const { t } = useTranslation("members");
  const { membership } = useMembership();
  const providerId = membership?.providerId ?? "";
  const { people, invitations, isLoading, isError, retry } = useMembers(providerId);
  const [inviting, setInviting] = useState(false);
  if (isLoading) return <PageSkeleton />;
  if (isError) return <ErrorState onRetry={retry} />;
  return (
    <>
      <PageHeading title={t("title")}>
        <Button type="primary" onClick={() => setInviting(true)}>
          {t("invite")}
        </Button>
      </PageHeading>
      <p>{t("lead")}</p>
      <MemberList members={people} ownId={membership?.memberId} />
      <InvitationSection invitations={invitations} />
      {inviting && <InviteDialog providerId={providerId} onClose={() => setInviting(false)} />}
    </>
  );
}
