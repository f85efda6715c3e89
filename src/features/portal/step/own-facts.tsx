/** What only the client can obtain or create: Meta's three ids, the account model, the account on the new platform. */
import type { AccountModel } from "#domain/routes/route-answers.ts";
import { Button, Form, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type AccountModelChoice,
  AccountModelItem,
  chosenModel,
} from "../../../widgets/account-model-item.tsx";
import type { PortalRequest } from "../portal-request.ts";

export type Facts = {
  sourceBusinessId?: string;
  sourceWabaId?: string;
  sourcePhoneNumberId?: string;
  accountModel?: AccountModel;
  platformAccount?: string;
};
type Values = Omit<Facts, "accountModel"> & { accountModel?: AccountModelChoice };

export type OwnFactsProps = {
  code: "WABA_DATA" | "PLATFORM_ACCOUNT";
  request: PortalRequest;
  /** Resolves to whether they were accepted. */
  onFacts: (facts: Facts) => Promise<boolean>;
};

const ids = ["sourceBusinessId", "sourceWabaId", "sourcePhoneNumberId"] as const;

export function OwnFacts({ code, request, onFacts }: OwnFactsProps) {
  const { t } = useTranslation(["portal", "domain"]);
  const [busy, setBusy] = useState(false);
  const initial: Values = {
    ...(request.source_business_id ? { sourceBusinessId: request.source_business_id } : {}),
    ...(request.source_waba_id ? { sourceWabaId: request.source_waba_id } : {}),
    ...(request.source_phone_number_id ? { sourcePhoneNumberId: request.source_phone_number_id } : {}),
    ...(request.client_account_model ? { accountModel: request.client_account_model } : {}),
    ...(request.platform_account ? { platformAccount: request.platform_account } : {}),
  };
  const send = async ({ accountModel, ...facts }: Values) => {
    const model = chosenModel(accountModel);
    setBusy(true);
    await onFacts(model ? { ...facts, accountModel: model } : facts);
    setBusy(false);
  };
  const required = { required: true, whitespace: true, message: t("domain:field.required") };
  return (
    <Form layout="vertical" initialValues={initial} onFinish={(values: Values) => void send(values)}>
      {code === "WABA_DATA" ? (
        <>
          {ids.map((field) => (
            <Form.Item
              key={field}
              name={field}
              label={t(`portal:facts.${field}`)}
              rules={[required, { pattern: /^\d{5,25}$/, message: t("domain:field.meta_id_invalid") }]}
            >
              <Input inputMode="numeric" maxLength={25} />
            </Form.Item>
          ))}
          <AccountModelItem />
        </>
      ) : (
        <Form.Item name="platformAccount" label={t("portal:facts.platformAccount")} rules={[required]}>
          <Input maxLength={120} />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" loading={busy}>
        {t("portal:facts.send")}
      </Button>
    </Form>
  );
}
