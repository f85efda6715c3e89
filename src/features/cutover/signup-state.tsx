/** The signup window is the client's; staff see its progress from Meta's answers or the client's browser. */
import { isSignupScreen, signupProblemOf } from "#domain/cutover/signup-endings.ts";
import { Alert, Space } from "antd";
import { useTranslation } from "react-i18next";
import type { StepRow } from "./cutover-data.ts";
import { Text } from "../../ui/text.tsx";

type Props = Pick<StepRow, "result"> & {
  /** Whether the window shares the number rather than moving it. */
  shares: boolean;
};

export function SignupState({ result, shares }: Props) {
  const { t } = useTranslation(["cutover", "domain"]);
  const { error, reported, screen, metaCode } = result ?? {};
  const words = error && t(`domain:error.${error}` as "domain:error.signup_refused");
  const problem = metaCode === undefined ? null : (signupProblemOf(metaCode) ?? "not_listed");
  return (
    <Space orientation="vertical">
      <Text>{t(shares ? "signup.waiting_shared" : "signup.waiting")}</Text>
      {words && (
        <Alert
          type="warning"
          showIcon
          title={reported ? `${t("signup.reported")} ${words}` : words}
          description={
            problem
              ? t("signup.meta_code", { code: metaCode, meaning: t(`domain:signup_problem.${problem}`) })
              : screen && isSignupScreen(screen) && t(`domain:signup_screen.${screen}`)
          }
        />
      )}
    </Space>
  );
}
