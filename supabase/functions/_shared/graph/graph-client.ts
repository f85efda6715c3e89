/** Implements Portdesk's port to Meta's Graph API: each call's path, fields, parameters. Throws GraphFailure only. */
import { GraphFailure } from "#domain/graph/graph-failure.ts";
import type { GraphPort, RegisterAnswer } from "#domain/graph/graph-port.ts";
import * as z from "zod/mini";
import {
  copySchema,
  createdSchema,
  createdTemplateFields,
  numberFields,
  numberSchema,
  oneNumberFields,
  registeredSchema,
  sentSchema,
  subscribedAppSchema,
  successSchema,
  templateFields,
  templateSchema,
  templateTextFields,
  templateTextSchema,
  wabaFields,
  wabaSchema,
} from "./graph-schemas.ts";
import { type PageSize, readList, readPage } from "./graph-pages.ts";
import { profileFields, profileSchema } from "./profile-schema.ts";
import { callGraph, type GraphAccess } from "./graph-transport.ts";

/** `exchangeSignupCode`: only if the app has a signup window. */
export function createGraphClient(
  access: GraphAccess,
  exchangeSignupCode: GraphPort["exchangeSignupCode"] = noSignup,
): GraphPort {
  const write = async (
    path: string,
    parameters: Record<string, unknown>,
    secrets: readonly string[] = [],
  ) => {
    await callGraph(access, { method: "POST", path, parameters, schema: successSchema, secrets });
  };
  // Fewer than in a list: a template's text is many times as long as its facts.
  const textPage: PageSize = { limit: 100 };
  return {
    async readNumber(id) {
      const parameters = { fields: oneNumberFields };
      return callGraph(access, {
        method: "GET",
        path: `/${id}`,
        parameters,
        schema: sameNode(id, numberSchema),
      });
    },
    async readWaba(id) {
      const call = {
        method: "GET",
        path: `/${id}`,
        account: id,
        parameters: { fields: wabaFields },
      } as const;
      return callGraph(access, { ...call, schema: sameNode(id, wabaSchema) });
    },
    readProfile: (id) =>
      callGraph(access, {
        method: "GET",
        path: `/${id}/whatsapp_business_profile`,
        parameters: { fields: profileFields },
        schema: profileSchema,
      }),
    listNumbers: (wabaId) =>
      readList(access, {
        wabaId,
        edge: "phone_numbers",
        fields: numberFields,
        size: { limit: 100 },
        item: numberSchema,
      }),
    listTemplates: (wabaId) =>
      readList(access, {
        wabaId,
        edge: "message_templates",
        fields: templateFields,
        size: { limit: 250 },
        item: templateSchema,
      }),
    async readTemplateTexts(wabaId, from) {
      const list = {
        wabaId,
        edge: "message_templates",
        fields: templateTextFields,
        size: textPage,
        item: templateTextSchema,
      };
      const { data, after } = await readPage(access, list, from ?? undefined);
      const { token } = access;
      const templates = token === null ? data : data.map((one) => withoutTokens(one, token));
      return { templates, after: after ?? null };
    },
    async createTemplate({ wabaId, template }) {
      const { id } = await callGraph(access, {
        method: "POST",
        path: `/${wabaId}/message_templates`,
        account: wabaId,
        parameters: Object.fromEntries(
          createdTemplateFields.flatMap((name) =>
            template[name] === undefined ? [] : [[name, template[name]]],
          ),
        ),
        schema: createdSchema,
      });
      return id;
    },
    listSubscribedApps: (wabaId) =>
      readList(access, { wabaId, edge: "subscribed_apps", item: subscribedAppSchema }),
    subscribeApp: (id) => write(`/${id}/subscribed_apps`, {}),
    copyTemplates: ({ destinationWabaId, sourceWabaId, page, count, templateIds }) =>
      callGraph(access, {
        method: "POST",
        path: `/${destinationWabaId}/migrate_message_templates`,
        account: destinationWabaId,
        parameters: {
          source_waba_id: sourceWabaId,
          ...(templateIds ? { template_ids: templateIds } : { page_number: page ?? 0, count: count ?? 500 }),
        },
        schema: copySchema,
      }),
    async claimNumber({ destinationWabaId, countryCode, nationalNumber }) {
      const created = await callGraph(access, {
        method: "POST",
        path: `/${destinationWabaId}/phone_numbers`,
        account: destinationWabaId,
        parameters: { cc: countryCode, phone_number: nationalNumber, migrate_phone_number: true },
        schema: createdSchema,
      });
      return created.id;
    },
    requestCode: ({ phoneNumberId, method, language }) =>
      write(`/${phoneNumberId}/request_code`, { code_method: method, language }),
    verifyCode: ({ phoneNumberId, code }) => write(`/${phoneNumberId}/verify_code`, { code }, [code]),
    async register({ phoneNumberId, pin }) {
      const { success: _, ...further } = await callGraph(access, {
        method: "POST",
        path: `/${phoneNumberId}/register`,
        parameters: { messaging_product: "whatsapp", pin },
        schema: registeredSchema,
        secrets: [pin],
      });
      return { pin: pinOf(further, access.pinKept) };
    },
    setPin: ({ phoneNumberId, pin }) => write(`/${phoneNumberId}`, { pin }, [pin]),
    async sendTemplate({ phoneNumberId, to, template, language }) {
      const { messages } = await callGraph(access, {
        method: "POST",
        path: `/${phoneNumberId}/messages`,
        parameters: {
          messaging_product: "whatsapp",
          to,
          type: "template",
          template: { name: template, language: { code: language } },
        },
        schema: sentSchema,
        secrets: [to, to.slice(1)],
      });
      return messages[0].id;
    },
    exchangeSignupCode,
  };
}

/** Meta says the answer shows if the PIN is not reset, but names no member (account-model-evolution, 2026-10-27). */
function pinOf(further: Record<string, unknown>, kept: GraphAccess["pinKept"]): RegisterAnswer["pin"] {
  if (Object.keys(further).length === 0) return "set";
  return kept && String(further[kept.member]) === kept.value ? "kept" : "unclear";
}

/** Fails as Meta does for an app that it does not know. */
function noSignup(): Promise<never> {
  const details = { kind: "refused", status: 0, code: 190, payload: { reason: "no signup window" } } as const;
  return Promise.reject(new GraphFailure("Graph refused 190", details));
}

/** The URLs of examples may contain a token. */
function withoutTokens<T extends Record<string, unknown>>(value: T, token: string): Record<string, unknown> {
  const text = JSON.stringify(value).replaceAll(token, "[redacted]");
  const clean: unknown = JSON.parse(text.replace(/\bEAA[A-Za-z0-9]{8,}/g, "[redacted]"));
  return { ...(clean as T) };
}

/** Facts about another object than the requested one must not decide anything. */
function sameNode<T extends { id: string }>(id: string, facts: z.ZodMiniType<T>): z.ZodMiniType<T> {
  return facts.check(z.refine((found) => found.id === id));
}
