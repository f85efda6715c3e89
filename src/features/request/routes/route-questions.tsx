/** What only people can know about an account: one form, each question with "not known" as a choice. */
import type { CommandInput } from "#domain/commands/command-catalogue.ts";
import {
  accountModels,
  accountOwners,
  intentStates,
  readRouteAnswers,
  type RouteAnswers,
  type RouteQuestion,
  twoStepStates,
  yesOrNo,
} from "#domain/routes/route-answers.ts";
import { Button, Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useCommand } from "../../../queries/commands/command-provider.ts";
import type { RequestRow } from "../../../queries/request-row.ts";
import { Paragraph } from "../../../ui/text.tsx";
import layout from "../../../ui/layout.module.css";
import styles from "./routes.module.css";

const choices = {
  accountModel: accountModels,
  onlyPartnerChanges: yesOrNo,
  intent: intentStates,
  accountOwner: accountOwners,
  twoStep: twoStepStates,
} as const satisfies Partial<Record<RouteQuestion, readonly string[]>>;

const currencies = ["sourceCurrency", "destinationCurrency"] as const;

type Values = Partial<Record<RouteQuestion, string>> & { paid?: "never" | "day" };

function valuesOf({ lastPaidMessage, ...answers }: RouteAnswers): Values {
  if (lastPaidMessage === undefined) return answers;
  return lastPaidMessage === "never"
    ? { ...answers, paid: "never" }
    : { ...answers, paid: "day", lastPaidMessage };
}

/** Open questions are omitted: the schema of the answers decides what counts as one. */
function answersOf({ paid, lastPaidMessage, ...values }: Values): RouteAnswers {
  const last = paid === "never" ? "never" : paid === "day" ? lastPaidMessage : undefined;
  const given = Object.entries({ ...values, lastPaidMessage: last }).filter(([, value]) => value);
  return readRouteAnswers(Object.fromEntries(given));
}

export function RouteQuestions({ request, editable }: { request: RequestRow; editable: boolean }) {
  const { t } = useTranslation("routes");
  const { run, pending } = useCommand();
  const [form] = Form.useForm<Values>();
  const reported = request.client_account_model;
  const paid = Form.useWatch("paid", form);
  const save = (values: Values) => {
    const input: CommandInput<"answer_route_questions"> = {
      request: request.id,
      version: request.version,
      answers: answersOf(values),
    };
    return run("answer_route_questions", input);
  };
  const select = (name: keyof typeof choices) => (
    <Form.Item
      key={name}
      name={name}
      label={t(`questions.${name}`)}
      extra={
        name === "accountModel" && reported
          ? t("questions.client_said", { value: t(`questions.value.${reported}`) })
          : null
      }
    >
      <Select
        allowClear
        placeholder={t("questions.unknown")}
        options={choices[name].map((value) => ({ value, label: t(`questions.value.${value}`) }))}
      />
    </Form.Item>
  );
  return (
    <section aria-labelledby="route-questions">
      <h2 id="route-questions" className={layout.partHeading}>
        {t("questions.title")}
      </h2>
      <Paragraph>{t("questions.lead")}</Paragraph>
      <Form
        form={form}
        layout="vertical"
        disabled={!editable}
        initialValues={valuesOf(readRouteAnswers(request.request_staff_data.route_answers))}
        onFinish={(values) => void save(values)}
        className={styles.questions}
      >
        {(["accountModel", "onlyPartnerChanges", "intent", "accountOwner", "twoStep"] as const).map(select)}
        {currencies.map((name) => (
          <Form.Item
            key={name}
            name={name}
            label={t(`questions.${name}`)}
            normalize={(value: string) => value.toUpperCase()}
            rules={[{ pattern: /^[A-Z]{3}$/, message: t("questions.currency_hint") }]}
          >
            <Input maxLength={3} placeholder={t("questions.unknown")} />
          </Form.Item>
        ))}
        <Form.Item name="paid" label={t("questions.lastPaidMessage")}>
          <Select
            allowClear
            placeholder={t("questions.unknown")}
            options={(["never", "day"] as const).map((value) => ({
              value,
              label: t(`questions.value.${value}`),
            }))}
          />
        </Form.Item>
        {paid === "day" && (
          <Form.Item
            name="lastPaidMessage"
            label={t("questions.value.day")}
            rules={[{ required: true, message: "" }]}
          >
            <Input type="date" />
          </Form.Item>
        )}
        {editable && (
          <Form.Item>
            <Button htmlType="submit" loading={pending}>
              {t("questions.save")}
            </Button>
          </Form.Item>
        )}
      </Form>
    </section>
  );
}
