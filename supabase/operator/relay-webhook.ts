/**
 * For platforms whose own receiver is the Meta app's one callback: call this there with the bytes as they came, before
 * anything parses them. Answer Meta 200 only if it returns true: Meta then sends the webhook again, and Portdesk keeps
 * each of them once. Read but not needed by Portdesk: webhooks of the field `messages` about numbers that work already.
 *
 * `signature`: the value of `X-Hub-Signature-256`; `address`: `https://<ref>.supabase.co/functions/v1/webhooks`.
 */
export async function relayWebhook(
  body: Uint8Array<ArrayBuffer>,
  signature: string,
  address: string,
): Promise<boolean> {
  const headers = { "content-type": "application/json", "x-hub-signature-256": signature };
  const signal = AbortSignal.timeout(5000);
  return fetch(address, { method: "POST", headers, body, signal }).then(
    ({ ok }) => ok,
    () => false,
  );
}
