/** The result of filing: done, or kept as a draft with the reason and what to do. */
import type { RequestOutcome } from "#domain/commands/command-catalogue.ts";
import { Alert, Button, Card, Space } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { asCommandError } from "../../providers/command-error.ts";
import { useErrorText } from "../../queries/commands/error-text.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { PageHeading } from "../../ui/page-heading.tsx";
import type { Draft } from "./file-application.ts";
import { Paragraph } from "../../ui/text.tsx";
import layout from "../../ui/layout.module.css";
import styles from "./apply.module.css";

export function Filed({ outcome, slug }: { outcome: RequestOutcome; slug: string }) {
  const { t } = useTranslation("apply");
  return (
    <Card>
      <PageHeading title={t("success.title")} />
      <Paragraph>{t("success.lead")}</Paragraph>
      <Paragraph>
        {t("success.reference")}: <strong className={styles.reference}>{outcome.reference}</strong>
      </Paragraph>
      <Space wrap size={16}>
        <LinkButton type="primary" size="large" to={`/my/${outcome.id}`}>
          {t("success.open")}
        </LinkButton>
        <a href={`/apply/${slug}`} className={layout.underlined}>
          {t("success.another")}
        </a>
      </Space>
    </Card>
  );
}

export function DraftKept({ kept, refusal, onBack }: { kept: Draft; refusal: unknown; onBack: () => void }) {
  const { t } = useTranslation("apply");
  const errorText = useErrorText();
  const error = asCommandError(refusal);
  return (
    <Card>
      <PageHeading title={t("draft_kept.title")} />
      <Alert type="warning" showIcon role="alert" title={errorText(error)} className={layout.below16} />
      <Paragraph>{t("draft_kept.reference", { reference: kept.reference })}</Paragraph>
      <Space wrap size={16}>
        <Button type="primary" onClick={onBack}>
          {t("sign_in.back")}
        </Button>
        <Link to={`/my/${kept.id}`} className={layout.underlined}>
          {t("draft_kept.open")}
        </Link>
      </Space>
    </Card>
  );
}
