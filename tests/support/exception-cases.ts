/** For every exception: what causes it, and what takes the cause away. What must come of it stands in the catalogue. */
import type { ExceptionCode } from "#domain/exceptions/exception-codes.ts";
import { takeSecondReading, takeMonitoringCheck } from "./monitoring-checks.ts";
import { readAgain } from "./check-fixture.ts";
import {
  account,
  again,
  answered,
  atDestination,
  atSource,
  claim,
  close,
  compared,
  error,
  fault,
  predicted,
  later,
  manager,
  state,
  reported,
  watched,
  type Change,
  type ExceptionCase,
} from "./exception-causes.ts";
import { until } from "./move-suite.ts";
import { metaIds } from "./move-fixture.ts";

const expired: Change = ({ wabas }) => wabas[0] && (wabas[0].account_review_status = "REJECTED");

export const exceptionCases: Record<ExceptionCode, ExceptionCase> = {
  NOT_SHARED: {
    cause: "simulator",
    route: "R0",
    // The account turns out to be of the old model, in which the window moves the number.
    meet: async (move) => {
      account(move, metaIds.source, { account_model: "old" });
      await until(move, "embedded_signup");
      await move.finishSignup();
    },
    mend: async (move) => {
      account(move, metaIds.source, { account_model: "new" });
      Object.assign(state(move), {
        numbers: state(move).numbers.filter(({ waba_id: waba }) => waba === metaIds.source),
      });
      await again(move, "embedded_signup");
    },
  },
  TWO_STEP_ON: watched(
    ({ numbers: [number] }) => number && (number.is_pin_enabled = true),
    (move) => atSource(move, { is_pin_enabled: false }),
  ),
  NAME_NOT_APPROVED: watched(
    ({ numbers: [number] }) => number && (number.name_status = "DECLINED"),
    (move) => atSource(move, { name_status: "APPROVED" }),
  ),
  DIFFERENT_BUSINESS: watched(
    ({ wabas }) => wabas[1] && (wabas[1].owner_portfolio_id = metaIds.otherBusiness),
    (move) => account(move, metaIds.destination, { owner_portfolio_id: metaIds.business }),
  ),
  SOURCE_NOT_READY: watched(expired, (move) =>
    account(move, metaIds.source, { account_review_status: "APPROVED" }),
  ),
  DESTINATION_NOT_APPROVED: watched(
    ({ wabas }) => wabas[1] && (wabas[1].account_review_status = "PENDING"),
    (move) => account(move, metaIds.destination, { account_review_status: "APPROVED" }),
  ),
  NO_FUNDING: watched(
    ({ wabas }) => wabas[1] && (wabas[1].primary_funding_id = null),
    (move) => account(move, metaIds.destination, { primary_funding_id: "7402" }),
  ),
  APP_NUMBER: watched(
    ({ numbers: [number] }) => number && (number.is_on_biz_app = true),
    (move) => atSource(move, { is_on_biz_app: false }),
  ),
  NAME_CHANGE_PENDING: predicted(
    "NAME_APPROVED",
    (move) => atSource(move, { new_name_status: "PENDING_REVIEW" }),
    (move) => {
      atSource(move, { new_name_status: "NONE" });
      return readAgain(move);
    },
  ),
  FORMAT_MISMATCH: predicted(
    "NUMBER_FORMAT",
    ({ database, request }) =>
      database.sql`update public.migration_requests set phone_country = 'GB' where id = ${request}`,
    close,
  ),
  MESSAGING_FOR_PENDING: {
    cause: "simulator",
    fixture: ({ wabas }) => wabas[1] && (wabas[1].messaging_for_pending = true),
    meet: claim,
    mend: (move) => {
      account(move, metaIds.destination, { messaging_for_pending: false });
      return again(move);
    },
  },
  NO_WEBHOOK_ON_DESTINATION: answered(
    "claim_number",
    { kind: "variant", variant: "webhooks_not_set_up" },
    later(3600),
  ),
  ALREADY_HERE: answered("claim_number", error(2388012), again),
  ADD_DIRECTLY: {
    cause: "simulator",
    fixture: ({ numbers: [number] }) => number && (number.status = "DELETED"),
    meet: claim,
    mend: close,
  },
  NAME_PROVISIONING: answered("claim_number", error(2388001), again),
  MAINTENANCE: answered("claim_number", error(2494100), later(3600)),
  META_INCIDENT: answered("claim_number", { kind: "variant", variant: "generic" }, later(3600)),
  RATE_LIMIT: answered("claim_number", { kind: "http429", minutes: 7 }, later(3600)),
  PERMISSION_MISSING: answered("claim_number", error(200), again),
  UNCLASSIFIED: answered("claim_number", error(2388103, { title: "The moon is full" }), again),
  TOKEN_INVALID: {
    cause: "simulator",
    fixture: ({ tokens }) => tokens[1] && (tokens[1].revoked = true),
    meet: claim,
    mend: (move) => {
      for (const token of state(move).tokens) token.revoked = false;
      return again(move, "snapshot_before");
    },
  },
  NOT_A_MIGRATION: {
    cause: "simulator",
    meet: async (move) => {
      await until(move, "request_code");
      atDestination(move, { status: "DELETED" });
      await move.runStep("request_code");
    },
    mend: () => Promise.resolve(),
  },
  CODE_NOT_RECEIVED: {
    cause: "simulator",
    fixture: ({ numbers: [number] }) => number && (number.reachable = false),
    meet: async (move) => {
      await until(move, "request_code");
      await move.runStep("request_code");
    },
    mend: async (move) => atDestination(move, { reachable: true }),
  },
  CODE_ATTEMPTS_USED: {
    cause: "simulator",
    settings: { maxWrongCodes: 1 },
    meet: async (move) => {
      await until(move, "verify_code");
      const wrong = move.inbox().at(-1)?.code === "111111" ? "222222" : "111111";
      await move.runStep("verify_code", { code: wrong });
      await move.runStep("verify_code", { code: wrong });
    },
    mend: async (move) => {
      move.simulator.simulation.advance(13 * 3_600_000);
      await move.passTime(12 * 3600);
    },
  },
  VERIFICATION_EXPIRED: {
    cause: "simulator",
    meet: async (move) => {
      await until(move, "register");
      move.simulator.simulation.advance(15 * 86_400_000);
      await move.runStep("register", { pin: "135790" });
    },
    mend: () => Promise.resolve(),
  },
  OUTCOME_UNKNOWN: {
    cause: "simulator",
    meet: async (move) => {
      await until(move, "request_code");
      fault(move, "request_code", { kind: "lost_after" });
      await move.runStep("request_code");
    },
    mend: (move) => manager(move, "resolve_outcome", { p_step: "request_code", p_happened: true }),
  },
  PIN_LOCKED: answered("register", error(133008, { details: "Try again in 12 hours." }), later(12 * 3600)),
  REGISTER_LIMIT: answered("register", error(133016), later(72 * 3600)),
  RECENTLY_DELETED: answered("register", error(133015), later(300)),
  NOT_REGISTERED_AFTER_MOVE: {
    cause: "simulator",
    meet: async (move) => {
      await until(move, "register");
      await move.runStep("register", { pin: "135790" });
      atDestination(move, { status: "DISCONNECTED" });
      for (let look = 0; look < 10; look += 1) {
        await move.passTime(31);
        await move.work();
      }
    },
    mend: async (move) => {
      atDestination(move, { status: "CONNECTED" });
      await move.passTime(31);
    },
  },
  CANNOT_SEND: {
    cause: "simulator",
    meet: async (move) => {
      await move.drive();
      atDestination(move, { health_status: { can_send_message: "BLOCKED" } });
      await takeMonitoringCheck(move.database, move, "0h");
      await takeSecondReading(move.database, move);
    },
    mend: () => Promise.resolve(),
  },
  TEMPLATES_PARTIAL: compared((move) => state(move).templates.splice(0), { automaticTemplateCopy: false }),
  TEMPLATE_LIMIT: compared(() => undefined, { templateLimitVerified: 1, automaticTemplateCopy: false }),
  TEMPLATE_RECATEGORISED: compared((move) => {
    for (const template of state(move).templates) {
      if (template.waba_id === metaIds.destination) template.category = "MARKETING";
    }
  }),
  QUALITY_CHANGED: compared((move) => atDestination(move, { quality_rating: "YELLOW" })),
  LIMIT_CHANGED: compared((move) => {
    for (const portfolio of state(move).portfolios)
      portfolio.whatsapp_business_manager_messaging_limit = "TIER_250";
  }),
  OFFICIAL_MARK_LOST: compared((move) => atDestination(move, { is_official_business_account: false })),
  PROFILE_CHANGED: compared((move) => atDestination(move, { verified_name: "Another name" })),
  WEBHOOK_SILENT: {
    cause: "person",
    meet: async (move) => {
      await move.drive();
      await manager(move, "open_exception", { p_code: "WEBHOOK_SILENT", p_note: "no message since noon" });
    },
    mend: () => Promise.resolve(),
  },
  OLD_PROVIDER_SILENT: reported("OLD_PROVIDER_SILENT"),
  OLD_PROVIDER_REFUSES: reported("OLD_PROVIDER_REFUSES"),
  BALANCE_DUE: reported("BALANCE_DUE"),
  AUTHORISATION_CONFLICT: reported("AUTHORISATION_CONFLICT"),
  CLIENT_SILENT: reported("CLIENT_SILENT"),
};
