// GET of a WhatsApp Business account.
import { representedBusiness } from "../access.ts";
import { selectFields } from "../fields.ts";
import { healthOfWaba } from "../health.ts";
import { textParam } from "../graph-request.ts";
import { type Call, type Operation, wabaOperation } from "../operation.ts";
import type { Waba } from "../seed.ts";

const defaultFields = ["id", "name", "timezone_id", "currency", "message_template_namespace"];

function businessInfo(call: Call, portfolioId: string | null) {
  const portfolio = call.state.portfolios.find((candidate) => candidate.id === portfolioId);
  return portfolio ? { id: portfolio.id, name: portfolio.name } : null;
}

function wabaObject(call: Call, waba: Waba) {
  const business = call.state.portfolios.find((portfolio) => portfolio.id === representedBusiness(waba));
  return {
    id: waba.id,
    name: waba.name,
    business_verification_status:
      waba.business_verification_status ?? business?.verification_status ?? "not_verified",
    account_review_status: waba.account_review_status,
    owner_business_info: businessInfo(call, waba.owner_portfolio_id),
    on_behalf_of_business_info: businessInfo(call, waba.on_behalf_of_portfolio_id),
    primary_funding_id: waba.primary_funding_id,
    currency: waba.currency,
    country: waba.country,
    timezone_id: waba.timezone_id,
    ownership_type: waba.ownership_type,
    message_template_namespace: waba.message_template_namespace,
    health_status: healthOfWaba(waba),
  };
}

export const wabaOperations: Operation[] = [
  wabaOperation({
    name: "get_waba",
    method: "GET",
    edge: null,
    scope: "whatsapp_business_management",
    manage: false,
    run: (call, waba) =>
      selectFields(
        wabaObject(call, waba),
        textParam(call.request.params, "fields"),
        defaultFields,
        "WhatsAppBusinessAccount",
      ),
  }),
];
