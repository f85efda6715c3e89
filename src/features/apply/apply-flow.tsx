/** From the empty form to the filed application: form, sign-in by code, filing, result. */
import type { ProviderPage } from "#domain/functions/provider-page-function.ts";
import type { Application } from "#domain/requests/application.ts";
import { Alert, Form } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { asCommandError } from "../../providers/command-error.ts";
import { sendCode, useSession } from "../../providers/session.ts";
import { useErrorText } from "../../queries/commands/error-text.ts";
import type { ApplicationForm } from "./application-form.ts";
import { ApplicationSections } from "./application-sections.tsx";
import { ApplyIntro } from "./apply-intro.tsx";
import { DraftKept, Filed } from "./apply-result.tsx";
import type { Draft, Filing } from "./file-application.ts";
import { deleteDraft, storeDraft, type StoredDraft } from "./draft-storage.ts";
import { SignInStep } from "./sign-in-step.tsx";
import { SubmitRow } from "./submit-row.tsx";
import { useFaults } from "./use-faults.ts";
import { useFiling } from "./use-filing.ts";
import layout from "../../ui/layout.module.css";

type Stage =
  | { name: "form" }
  | { name: "sign_in"; application: Application; sent: boolean }
  | { name: "result"; filing: Filing };

export type ApplyFlowProps = {
  provider: ProviderPage;
  start: StoredDraft;
  /** The storage key on the device for what is typed. */
  keptAs: string;
};

/** The draft can no longer be saved: the next filing makes a new one. */
const lostDraft = ["request_not_found", "wrong_status", "version_conflict"];

export function ApplyFlow({ provider, start, keptAs }: ApplyFlowProps) {
  const { t, i18n } = useTranslation("apply");
  const [form] = Form.useForm<ApplicationForm>();
  const person = useSession();
  const [stage, setStage] = useState<Stage>({ name: "form" });
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const draft = useRef<Draft | undefined>(start.draft);
  const errorText = useErrorText();
  const showFaults = useFaults(form);
  const file = useFiling(provider.slug);

  const remember = () => storeDraft(keptAs, { form: form.getFieldsValue(true), draft: draft.current });

  const fileNow = async (application: Application) => {
    setBusy(true);
    try {
      const filing = await file(application, draft.current, (made) => {
        draft.current = made;
        remember();
      });
      if ("filed" in filing) deleteDraft(keptAs);
      setStage({ name: "result", filing });
    } catch (error) {
      const refusal = asCommandError(error);
      if (lostDraft.includes(refusal.code)) draft.current = undefined;
      setStage({ name: "form" });
      setProblem(errorText(refusal));
      showFaults(refusal.fields.map(({ path, code }) => ({ field: path, code })));
    } finally {
      setBusy(false);
    }
  };

  const check = async () => {
    setProblem(undefined);
    setBusy(true);
    // The numbering plans are large and needed only now.
    const { checkApplication } = await import("./check-application.ts");
    const checked = checkApplication(form.getFieldsValue(true), i18n.language === "ru" ? "ru" : "en");
    setBusy(false);
    if ("faults" in checked) {
      setProblem(t("errors", { count: checked.faults.length }));
      return showFaults(checked.faults);
    }
    if (person) return fileNow(checked.application);
    const { sent, tooSoon } = await sendCode(checked.application.contactEmail);
    setStage({ name: "sign_in", application: checked.application, sent: sent || tooSoon });
  };

  useTop(stage.name);
  if (stage.name === "result") {
    const { filing } = stage;
    if ("filed" in filing) return <Filed outcome={filing.filed} slug={provider.slug} />;
    return <DraftKept {...filing} onBack={() => setStage({ name: "form" })} />;
  }
  return (
    <>
      {stage.name === "sign_in" ? (
        <SignInStep
          email={stage.application.contactEmail}
          sent={stage.sent}
          filing={busy}
          onSignedIn={() => void fileNow(stage.application)}
          onBack={() => setStage({ name: "form" })}
        />
      ) : null}
      <div hidden={stage.name !== "form"}>
        <ApplyIntro provider={provider} />
        <Form
          form={form}
          name="apply"
          layout="vertical"
          initialValues={{ phoneCountry: provider.country, ...start.form }}
          requiredMark={false}
          onValuesChange={(changed: Partial<ApplicationForm>) => {
            for (const name of Object.keys(changed))
              form.setFields([{ name: name as keyof ApplicationForm, errors: [] }]);
            remember();
          }}
        >
          <ApplicationSections provider={provider} />
          {problem ? (
            <Alert type="error" showIcon role="alert" title={problem} className={layout.below16} />
          ) : null}
          <SubmitRow busy={busy} email={person?.email} onSubmit={() => void check()} />
        </Form>
      </div>
    </>
  );
}

/** Scrolls to the top at each stage. */
function useTop(stage: string): void {
  useEffect(() => {
    window.scrollTo(0, 0);
  }, [stage]);
}
