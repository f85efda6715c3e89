/** An alternative to the proposed window: its form, with calendar and menus, is loaded when it is opened. */
import { Button } from "antd";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "../../../lib/lazy-part.ts";
import type { ProposedWindowInput } from "./proposal-form.tsx";
import styles from "../portal.module.css";

const ProposalForm = lazyPart(() => import("./proposal-form.tsx"), "ProposalForm");

type Props = { onPropose: (proposal: ProposedWindowInput) => Promise<boolean> };

export function ProposedWindow({ onPropose }: Props) {
  const { t } = useTranslation("portal");
  const [open, setOpen] = useState(false);
  const opener = (
    <Button type="link" className={styles.proposalOpener} onClick={() => setOpen(true)}>
      {t("proposal.open")}
    </Button>
  );
  if (!open) return opener;
  return (
    <Suspense fallback={opener}>
      <ProposalForm onPropose={onPropose} onTaken={() => setOpen(false)} />
    </Suspense>
  );
}
