// GET /oauth/access_token: exchanges the code of the signup window for a token of the app, once, within seconds, given
// the app's secret and the same return address.
import { randomBytes } from "node:crypto";
import { graphError } from "../graph-error.ts";
import { requiredText } from "../graph-request.ts";
import type { Operation } from "../operation.ts";

export const oauthOperations: Operation[] = [
  {
    name: "exchange_code",
    method: "GET",
    node: "root",
    edge: "oauth/access_token",
    scope: null,
    manage: false,
    anonymous: true,
    run({ state, request, now, effect }) {
      const { params } = request;
      const app = state.apps.find(({ id }) => id === requiredText(params, "client_id"));
      if (!app) throw graphError(101, { message: "Error validating application." });
      if (app.secret === null || app.secret !== requiredText(params, "client_secret"))
        throw graphError(1, { status: 400, message: "Error validating client secret." });
      const found = state.signupCodes.find(({ code }) => code === requiredText(params, "code"));
      // Once presented, the code is gone, whether or not it was usable.
      state.signupCodes = state.signupCodes.filter((one) => one !== found);
      if (!found || found.appId !== app.id || found.expiresAt <= now)
        throw graphError(100, { message: "This authorization code has been used or has expired." });
      if (found.redirectUri !== requiredText(params, "redirect_uri"))
        throw graphError(100, {
          message: "Error validating verification code: redirect_uri is not the same.",
        });
      const token = `EAAsignup${randomBytes(24).toString("hex")}`;
      const waba = state.wabas.find(({ id }) => id === found.wabaId);
      state.tokens.push({
        token,
        appId: app.id,
        portfolioId: waba?.owner_portfolio_id ?? "0",
        scopes: [...state.settings.signupScopes],
        expiresAt: null,
        dataAccessExpiresAt: null,
        revoked: false,
        readableWabaIds:
          state.settings.signupSharesSource && found.sourceWabaId !== null ? [found.sourceWabaId] : [],
        manageableWabaIds: [found.wabaId],
      });
      effect(`token of app ${app.id} for ${found.wabaId}`);
      return { access_token: token, token_type: "bearer" };
    },
  },
];
