/**
 * Gives one move access to Meta: decrypts the stored token for the length of one step and keeps it nowhere else, and
 * verifies what the client named before using the token on it. There is no other way to the provider's token.
 */
import { GraphFailure } from "#domain/graph/graph-failure.ts";
import type { GraphPort } from "#domain/graph/graph-port.ts";
import { createGraphClient } from "../graph/graph-client.ts";
import { exchangeSignupCode } from "../graph/signup-client.ts";
import type { Closure, UsageGate } from "../graph/usage-gate.ts";
import type { GraphRuntime } from "../runtime.ts";
import { decryptToken, encryptToken } from "../tokens/token-crypto.ts";
import type { EngineContext } from "./engine-context.ts";
import { guardLease } from "./lease-guard.ts";
import { guardSource, type KeepProof } from "./source-gate.ts";

/** `mayCall`: whether the caller still holds its lease; checked before each call. */
export type OpenGraph = (
  context: EngineContext,
  deadlineSeconds: number,
  mayCall?: () => boolean,
) => Promise<GraphPort>;

export type GraphAccessDeps = {
  runtime: GraphRuntime;
  fetch: (request: Request) => Promise<Response>;
  gate: UsageGate;
  now: () => number;
  keepProof: KeepProof;
  /** Stores a pause for every worker of the provider. */
  pause?: (providerId: string, closure: Closure) => Promise<void>;
};

export function createOpenGraph({ runtime, fetch, gate, now, keepProof, pause }: GraphAccessDeps): OpenGraph {
  const { url, version, appSecret, pinKept, tokenKeys, signup } = runtime;
  return async ({ access, move, source }, deadlineSeconds, mayCall = () => true) => {
    const guard = (client: GraphPort) => guardSource(guardLease(client, mayCall), move, source, keepProof);
    const token = await tokenOf(access, tokenKeys);
    if (token === null || access === null) return closedGraph;
    const secret = appSecret === undefined ? {} : { appSecret };
    const { providerId, appId } = access;
    const common = {
      fetch,
      url,
      version,
      deadlineSeconds,
      gate,
      now,
      appId,
      ...(pinKept ? { pinKept } : {}),
      ...(pause ? { pause: (closure: Closure) => pause(providerId, closure) } : {}),
    };
    if (appSecret === undefined || signup === undefined)
      return guard(createGraphClient({ ...common, token, ...secret }));
    const seal = async (granted: string) => {
      const connectionId = crypto.randomUUID();
      const place = { providerId, connectionId, purpose: "graph" };
      const { key_id: keyId, nonce, ciphertext } = await encryptToken(granted, place, tokenKeys);
      return { connectionId, keyId, nonce, ciphertext };
    };
    const app = { id: appId, secret: appSecret, returnUrl: signup.returnUrl };
    const client = createGraphClient({ ...common, token, appSecret }, (code) =>
      exchangeSignupCode(common, app, seal, code),
    );
    return guard(client);
  };
}

/** null if there is no token or it cannot be decrypted: either way someone must enter it again. */
async function tokenOf(
  access: EngineContext["access"],
  keys: GraphRuntime["tokenKeys"],
): Promise<string | null> {
  if (access === null) return null;
  const { providerId, connectionId, token } = access;
  try {
    return await decryptToken(token, { providerId, connectionId, purpose: token.purpose }, keys);
  } catch {
    return null;
  }
}

/** Answers every call as Meta does without a token, so that the move stops with the matching exception. */
function refuse(): Promise<never> {
  const details = { kind: "refused", status: 0, code: 190, payload: { reason: "no usable token" } } as const;
  return Promise.reject(new GraphFailure("Graph refused 190", details));
}

export const closedGraph: GraphPort = {
  readNumber: refuse,
  readWaba: refuse,
  readProfile: refuse,
  listNumbers: refuse,
  listTemplates: refuse,
  readTemplateTexts: refuse,
  createTemplate: refuse,
  listSubscribedApps: refuse,
  subscribeApp: refuse,
  copyTemplates: refuse,
  claimNumber: refuse,
  requestCode: refuse,
  verifyCode: refuse,
  register: refuse,
  setPin: refuse,
  sendTemplate: refuse,
  exchangeSignupCode: refuse,
};
