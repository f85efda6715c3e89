/** For people who were invited to a provider's team, or to act for a client, and have not answered yet. */
import { useQueryClient } from "@tanstack/react-query";
import { Button, Card, Space } from "antd";
import { useTranslation } from "react-i18next";
import { useAccess } from "../queries/access.ts";
import { useCommand } from "../queries/commands/command-provider.ts";
import { LinkButton } from "../ui/link-button.tsx";
import { PageHeading } from "../ui/page-heading.tsx";
import { useSignOut } from "./sign-in/use-sign-out.ts";
import layout from "../ui/layout.module.css";
import styles from "./app.module.css";

export function Invitations() {
  const { t } = useTranslation(["common", "domain"]);
  const { access } = useAccess();
  const { run, pending } = useCommand();
  const signOut = useSignOut();
  const queries = useQueryClient();
  const accept = async (invitation: string) => {
    await run("accept_invitation", { invitation });
    await queries.invalidateQueries({ queryKey: ["my-access"] });
  };
  const elsewhere =
    access.memberships.length > 0 ? "/requests" : access.clients.length > 0 ? "/my" : undefined;
  return (
    <main className={styles.framelessPage}>
      <PageHeading title={t("invitation.title")} />
      {access.invitations.map(({ id, providerName: provider, clientName: client, role }) => (
        <Card key={id}>
          <p className={layout.noTop}>
            {client === null
              ? t("invitation.lead", { provider, role: t(`domain:role.${role}`) })
              : t("invitation.client_lead", { provider, client })}
          </p>
          <Button type="primary" loading={pending} onClick={() => void accept(id)}>
            {t("invitation.accept", { provider })}
          </Button>
        </Card>
      ))}
      <Space>
        {elsewhere && <LinkButton to={elsewhere}>{t("invitation.later")}</LinkButton>}
        <Button onClick={signOut}>{t("sign_out")}</Button>
      </Space>
    </main>
  );
}
