/** Webhooks as Meta would send them, through the running stack: handshake, signature, size, and Portdesk's alarm. */
import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { demoAppSecret } from "../../supabase/local/stack/demo-accounts.ts";
import { type Person, signInAs } from "../fixtures/person.ts";
import { startStack, type TestStack } from "../fixtures/stack.ts";

let stack: TestStack;
let manager: Person;
beforeAll(async () => {
  stack = await startStack();
  manager = await signInAs(stack, "manager@brightline.example");
});
afterAll(() => stack.remove());

async function send(body: Uint8Array<ArrayBuffer>, secret = demoAppSecret): Promise<number> {
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  const headers = { "x-hub-signature-256": `sha256=${signature}`, "content-type": "application/json" };
  return (await fetch(`${stack.functions}/webhooks`, { method: "POST", headers, body })).status;
}
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

it("completes the handshake", async () => {
  const ask = async (token: string) => {
    const query = new URLSearchParams({
      "hub.mode": "subscribe",
      "hub.verify_token": token,
      "hub.challenge": "4711",
    });
    const response = await fetch(`${stack.functions}/webhooks?${query}`);
    return [response.status, await response.text()];
  };
  expect(await ask("portdesk-local-handshake")).toEqual([200, "4711"]);
  expect((await ask("guessed"))[0]).toBe(403);
});

it("raises the alarm of a moved number, visible to the manager", async () => {
  const { data } = await manager.client
    .from("migration_requests")
    .select("id, phone_number, destination_waba_id")
    .eq("status", "completed")
    .not("destination_phone_number_id", "is", null)
    .limit(1)
    .single();
  const request = z
    .object({ id: z.string(), phone_number: z.string(), destination_waba_id: z.string() })
    .parse(data);
  const value = { display_phone_number: request.phone_number, event: "PIN_RESET_REQUEST" };
  const body = bytes({
    object: "whatsapp_business_account",
    entry: [
      { id: request.destination_waba_id, time: 1_764_000_000, changes: [{ field: "security", value }] },
    ],
  });
  expect(await send(body, "guessed")).toBe(401);
  expect(await send(body)).toBe(200);
  const alarms = async () =>
    (await manager.client.from("request_alarms").select("code").eq("request_id", request.id)).data;
  const asked = { code: "TWO_STEP_RESET_REQUESTED" };
  expect(await alarms()).not.toContainEqual(asked);
  for (
    let waited = 0;
    waited < 100 && !(await alarms())?.some(({ code }) => code === asked.code);
    waited += 1
  )
    await sleep(200);
  expect(await alarms()).toContainEqual(asked);
});

it("accepts 3 MB and not a byte more", async () => {
  const most = 3 * 1024 * 1024;
  expect(await send(new Uint8Array(most))).toBe(200);
  expect(await send(new Uint8Array(most + 1))).toBe(413);
});
