// The small set of accounts for the simulator's tests: one business with an account at each of two providers, one
// number to move, and a caller for both tokens.
import * as z from "zod";
import { createGraphSimulator } from "../../supabase/graph-simulator/graph-simulator.ts";
import type { SimulatorSeed } from "../../supabase/graph-simulator/seed.ts";

export const business = "7001";
export const source = "7101";
export const destination = "7102";
export const sourcePhone = "7201";
export const e164 = "+12025550123";
export const oldToken = "EAAoldprovider0001";
export const newToken = "EAAnewprovider0002";

type Settings = NonNullable<SimulatorSeed["settings"]>;

export function fixtureSeed(settings: Settings = {}): SimulatorSeed {
  return {
    portfolios: [
      { id: business, name: "Example Ltd" },
      { id: "7002", name: "Other Ltd" },
    ],
    apps: [
      { id: "7301", name: "Old app" },
      { id: "7302", name: "New app", secret: "app-secret" },
    ],
    tokens: [
      { token: oldToken, appId: "7301", portfolioId: "7002", manageableWabaIds: [source] },
      { token: newToken, appId: "7302", portfolioId: business, manageableWabaIds: [destination] },
    ],
    wabas: [
      { id: source, name: "At the old provider", owner_portfolio_id: business, primary_funding_id: "7401" },
      {
        id: destination,
        name: "At the new provider",
        owner_portfolio_id: business,
        primary_funding_id: "7402",
      },
    ],
    numbers: [
      {
        id: sourcePhone,
        waba_id: source,
        e164,
        verified_name: "Example",
        is_official_business_account: true,
      },
    ],
    templates: [
      { id: "7501", waba_id: source, name: "hello", language: "en" },
      { id: "7502", waba_id: source, name: "hello", language: "ru", quality_score: { score: "UNKNOWN" } },
      { id: "7503", waba_id: source, name: "weak", language: "en", quality_score: { score: "RED" } },
      { id: "7504", waba_id: source, name: "refused", language: "en", status: "REJECTED" },
    ],
    settings,
  };
}

const errorSchema = z.looseObject({
  message: z.string(),
  code: z.int(),
  error_subcode: z.int().optional(),
  error_user_title: z.string().optional(),
  error_user_msg: z.string().optional(),
});
const itemSchema = z.looseObject({
  id: z.string().optional(),
  name: z.string().optional(),
  language: z.string().optional(),
});
const bodySchema = z.looseObject({
  error: errorSchema.catch({ message: "", code: 0 }),
  data: z.array(itemSchema).catch([]),
});

export type Answer = {
  status: number;
  headers: Headers;
  body: unknown;
  /** The error, or one with code 0 if there is none. */
  error: z.output<typeof errorSchema>;
  /** The list in `data`, empty if there is none. */
  items: z.output<typeof itemSchema>[];
  /** The value at a path such as `paging.cursors.after`. */
  read(path: string): unknown;
};

function readPath(body: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => {
    const holds = typeof value === "object" && value !== null;
    return holds ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
  }, body);
}

export async function readAnswer(response: Response): Promise<Answer> {
  const body: unknown = JSON.parse(await response.text());
  const { error, data } = bodySchema.parse(body);
  const { status, headers } = response;
  return { status, headers, body, error, items: data, read: (path) => readPath(body, path) };
}

export function createFixture(settings: Settings = {}, base = Date.parse("2026-11-01T10:00:00Z")) {
  const simulator = createGraphSimulator({ seed: fixtureSeed(settings), now: () => base });
  const { simulation } = simulator;

  const call = async (method: string, path: string, body?: unknown, token = newToken): Promise<Answer> => {
    const init: RequestInit = { method, headers: { authorization: `Bearer ${token}` } };
    if (body !== undefined) init.body = JSON.stringify(body);
    return readAnswer(await simulator.fetch(new Request(`http://graph.test/v25.0${path}`, init)));
  };
  const get = (path: string, token?: string) => call("GET", path, undefined, token);
  const post = (path: string, body: unknown = {}, token?: string) => call("POST", path, body, token);
  const claim = () =>
    post(`/${destination}/phone_numbers`, {
      cc: "1",
      phone_number: "2025550123",
      migrate_phone_number: true,
    });
  const requestCode = (phone: string) =>
    post(`/${phone}/request_code`, { code_method: "SMS", language: "en_US" });
  const lastCode = () => simulation.state.inboxes[e164]?.at(-1)?.code ?? "none";
  const register = (phone: string, pin = "123456") =>
    post(`/${phone}/register`, { messaging_product: "whatsapp", pin });
  const send = (phone: string, token?: string) =>
    post(
      `/${phone}/messages`,
      { messaging_product: "whatsapp", to: "+12025550199", type: "text", text: { body: "hi" } },
      token,
    );

  /** Subscribes and claims; returns the id of the number at the destination. */
  const claimed = async (): Promise<string> => {
    await post(`/${destination}/subscribed_apps`);
    return String((await claim()).read("id"));
  };
  const verified = async (): Promise<string> => {
    const phone = await claimed();
    await requestCode(phone);
    await post(`/${phone}/verify_code`, { code: lastCode() });
    return phone;
  };
  return {
    simulator,
    simulation,
    call,
    get,
    post,
    claim,
    requestCode,
    lastCode,
    register,
    send,
    claimed,
    verified,
  };
}

/** The number that identifies an error, wherever Meta put it. */
export function codeOf(answer: Answer): number {
  const { code, error_subcode: subcode } = answer.error;
  return subcode !== undefined && subcode >= 2388000 ? subcode : code;
}

export const hours = (count: number): number => count * 3_600_000;
