/** Exchanges the code of Meta's signup window once, seals the token immediately and uses it for reading only. */
import { GraphFailure } from "#domain/graph/graph-failure.ts";
import type { SealedToken, SignupGrant } from "#domain/graph/graph-port.ts";
import * as z from "zod/mini";
import { createGraphClient } from "./graph-client.ts";
import { callGraph, type GraphAccess } from "./graph-transport.ts";
import { inspectToken } from "./inspect-token.ts";

type SignupApp = {
  id: string;
  secret: string;
  /** The page that the window returned to; Meta asks for it again. */
  returnUrl: string;
};

type Seal = (token: string) => Promise<SealedToken>;

const tokenSchema = z.object({ access_token: z.string().check(z.minLength(8), z.maxLength(2000)) });

/** Throws GraphFailure and nothing else, never containing the code, secret or token. */
export async function exchangeSignupCode(
  access: Omit<GraphAccess, "token" | "appSecret">,
  app: SignupApp,
  seal: Seal,
  code: string,
): Promise<SignupGrant> {
  const { access_token: token } = await callGraph(
    { ...access, token: null },
    {
      method: "GET",
      path: "/oauth/access_token",
      parameters: { client_id: app.id, client_secret: app.secret, redirect_uri: app.returnUrl, code },
      schema: tokenSchema,
      secrets: [app.secret, code],
    },
  );
  if (/[^\x21-\x7e]/.test(token)) {
    throw new GraphFailure("Graph nonsense", {
      kind: "nonsense",
      status: 200,
      payload: { reason: "no token" },
    });
  }
  const granted = createGraphClient({ ...access, token, appSecret: app.secret });
  return {
    token: await seal(token),
    // The app asks about the token with its own credentials, so that another app's token cannot vouch for itself.
    inspect: () => inspectToken({ ...access, token: `${app.id}|${app.secret}` }, token),
    readWaba: (id) => granted.readWaba(id),
    listNumbers: (id) => granted.listNumbers(id),
  };
}
