/** The card "Your next step": what, why, how, and below them the available actions. */
import { Card } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph, Text, Title } from "../../../ui/text.tsx";
import styles from "../portal.module.css";

export type StepFrameProps = {
  title: string;
  why?: string;
  how?: string;
  /** Whether the client must do something; otherwise the card stays quiet. */
  yours: boolean;
  children?: ReactNode;
};

export function StepFrame({ title, why, how, yours, children }: StepFrameProps) {
  const { t } = useTranslation("portal");
  return (
    <Card
      aria-labelledby="next-step"
      role="region"
      styles={{ body: { padding: 16 } }}
      className={yours ? styles.yourStep : undefined}
    >
      {yours ? (
        <Text strong className={styles.yourTurn}>
          {t("your_next_step")}
        </Text>
      ) : null}
      <Title level={2} id="next-step" className={styles.stepTitle}>
        {title}
      </Title>
      {why ? <Reason term={how ? t("why") : undefined} text={why} /> : null}
      {how ? <Reason term={t("how")} text={how} /> : null}
      {children}
    </Card>
  );
}

function Reason({ term, text }: { term: string | undefined; text: string }) {
  return (
    <Paragraph className={styles.paragraph}>
      {term ? <strong>{term}: </strong> : null}
      {text}
    </Paragraph>
  );
}
