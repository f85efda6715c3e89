// GET /debug_token: what a token is and what it permits.
import { isExpired } from "../access.ts";
import { requiredText } from "../graph-request.ts";
import type { Operation } from "../operation.ts";

function unixSeconds(time: string | null): number {
  return time === null ? 0 : Math.floor(Date.parse(time) / 1000);
}

/** `wabaIds`: null if Meta should name no accounts and list another permission instead of management. */
function granularScopes(scopes: readonly string[], wabaIds: string[] | null) {
  return scopes.map((scope) => {
    if (wabaIds && scope.startsWith("whatsapp_")) return { scope, target_ids: wabaIds };
    const isRenamed = !wabaIds && scope === "whatsapp_business_management";
    return { scope: isRenamed ? "whatsapp_business_manage_events" : scope };
  });
}

export const debugTokenOperations: Operation[] = [
  {
    name: "debug_token",
    method: "GET",
    node: "root",
    edge: "debug_token",
    scope: null,
    manage: false,
    run(call) {
      const asked = requiredText(call.request.params, "input_token");
      const token = call.state.tokens.find((candidate) => candidate.token === asked);
      if (!token || token.appId !== call.token.appId) {
        const error = { code: 190, message: "Invalid OAuth access token - Cannot parse access token" };
        return { data: { error, is_valid: false, scopes: [] } };
      }
      const expired = isExpired(token, call.now);
      const error = {
        code: 190,
        message: "Error validating access token",
        subcode: token.revoked ? 460 : 463,
      };
      const wabaIds = [...new Set([...token.readableWabaIds, ...token.manageableWabaIds])];
      return {
        data: {
          app_id: token.appId,
          type: "SYSTEM_USER",
          application: call.state.apps.find((app) => app.id === token.appId)?.name ?? "Unknown app",
          // Both expiries, 0 for none. Source: Meta, "Debug access tokens"
          // (facebook-login/guides/access-tokens/debugging).
          expires_at: unixSeconds(token.expiresAt),
          data_access_expires_at: unixSeconds(token.dataAccessExpiresAt),
          is_valid: !token.revoked && !expired,
          ...(token.revoked || expired ? { error } : {}),
          scopes: token.scopes,
          granular_scopes: granularScopes(
            token.scopes,
            call.state.settings.debugTokenTargets === "named" ? wabaIds : null,
          ),
          user_id: token.portfolioId,
        },
      };
    },
  },
];
