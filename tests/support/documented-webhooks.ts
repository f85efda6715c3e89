/**
 * A body for every webhook field that Meta documents, with what it must do. Members are those of Meta's pages under
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/ (account_update: 20 April
 * 2026; message_template_status_update: 13 April 2026; security, account_review_update: 17 June 2026; messages/system:
 * 11 August 2026; template_category_update: 11 November 2025), of its pages on business-scoped user ids, groups and Direct
 * Send, and, where no page was found ("3P"), of public clients that read the field; all read in November 2026. Every value
 * is invented.
 */
import { accountBodies } from "./documented-accounts.ts";
import type { Documented } from "./documented-parts.ts";
import { messageBodies, unknownBodies } from "./documented-people.ts";
import { numberBodies, templateBodies } from "./documented-templates.ts";

export const documentedWebhooks: readonly Documented[] = [
  ...accountBodies,
  ...templateBodies,
  ...numberBodies,
  ...messageBodies,
  ...unknownBodies,
];
