/** Every step with its declaration: a step without one does not compile. */
import type { EngineStep } from "./step-catalogue.ts";
import type { StepDeclaration } from "./step-declaration.ts";
import { claimNumber } from "./steps/claim-number.ts";
import { compare } from "./steps/compare.ts";
import { confirmConnected } from "./steps/confirm-connected.ts";
import { confirmRemoved } from "./steps/confirm-removed.ts";
import { copyTemplates } from "./steps/copy-templates.ts";
import { createTemplates } from "./steps/create-templates.ts";
import { embeddedSignup } from "./steps/embedded-signup.ts";
import { exchangeMessages } from "./steps/exchange-messages.ts";
import { registerShared } from "./steps/register-shared.ts";
import { register } from "./steps/register.ts";
import { requestCode } from "./steps/request-code.ts";
import { snapshotAfter, snapshotBefore } from "./steps/snapshot-steps.ts";
import { subscribeApp } from "./steps/subscribe-app.ts";
import { verifyCode } from "./steps/verify-code.ts";

export const stepDeclarations: Record<EngineStep, StepDeclaration> = {
  snapshot_before: snapshotBefore,
  subscribe_app: subscribeApp,
  copy_templates: copyTemplates,
  claim_number: claimNumber,
  request_code: requestCode,
  verify_code: verifyCode,
  register,
  confirm_connected: confirmConnected,
  snapshot_after: snapshotAfter,
  compare,
  embedded_signup: embeddedSignup,
  create_templates: createTemplates,
  register_shared: registerShared,
  exchange_messages: exchangeMessages,
  confirm_removed: confirmRemoved,
};
