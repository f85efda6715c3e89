/** The client's way through the simulated signup window, without a browser, and what Portdesk is told of its app. */
import * as z from "zod/mini";

export const signupConfigId = "7801";

/** The part of the functions' settings that the window needs. */
export const signupOf = {
  appSecret: "secret-of-the-app",
  signup: {
    url: "http://graph.example/dialog/oauth",
    origins: ["http://graph.example"],
    returnUrl: "http://127.0.0.1:5173/signup-return",
  },
};

export type Signup = { code: string; wabaId: string; phoneNumberId: string };

type Fetch = (request: Request) => Promise<Response>;

const ending = z.object({ message: z.nullable(z.string()), origin: z.string(), href: z.string() });
const sessionEvent = z.object({
  type: z.literal("WA_EMBEDDED_SIGNUP"),
  event: z.literal("FINISH"),
  data: z.object({ waba_id: z.string(), phone_number_id: z.string() }),
});

const fieldsOf = (html: string) =>
  Object.fromEntries(
    [...html.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = "", value = ""]) => [
      name,
      value.replaceAll("&amp;", "&"),
    ]),
  );

/** The window's pages: opens it, and posts what is typed there to one of its buttons. */
async function openWindow(fetch: Fetch, address: string) {
  const opened = new URL(address);
  const base = `${opened.origin}${opened.pathname.replace(/\/$/, "")}`;
  const first = await (await fetch(new Request(`${base}/${opened.search}`))).text();
  const post = async (action: string, html: string, values: Record<string, string>) => {
    const body = new URLSearchParams({ ...fieldsOf(html), ...values });
    return (await fetch(new Request(`${base}/${action}`, { method: "POST", body }))).text();
  };
  return { first, post };
}

export type SignupEnding = {
  /** What the page that opened the window was told; null: nothing. */
  session: unknown;
  /** What is left for the app; null: nothing. */
  code: string | null;
};

/** Throws where the window goes on instead. */
function endingOf(html: string): SignupEnding {
  const [, facts] = /id="end">(.*?)<\/script>/.exec(html) ?? [];
  if (facts === undefined)
    throw new Error(`the window refused: ${/role="alert">([^<]*)/.exec(html)?.[1] ?? html}`);
  const { message, href } = ending.parse(JSON.parse(facts));
  const session: unknown = message === null ? null : JSON.parse(message);
  return { session, code: new URL(href).searchParams.get("code") };
}

/** Presses buttons one after the other, e.g. ["number", "later"]; `values`: what stands in the fields. */
export async function endSignupWindow(
  fetch: Fetch,
  address: string,
  buttons: readonly string[],
  values: Record<string, string>,
): Promise<SignupEnding> {
  const { first, post } = await openWindow(fetch, address);
  let html = first;
  for (const button of buttons) html = await post(button, html, values);
  return endingOf(html);
}

/** `address`: the window as it would be opened, with its state. `readCode`: what the phone received. Throws when it refuses. */
export async function passSignupWindow(
  fetch: Fetch,
  address: string,
  phone: string,
  readCode: () => string | Promise<string>,
): Promise<Signup> {
  const { first, post } = await openWindow(fetch, address);
  let html = await post("number", first, { phone });
  if (html.includes('name="code"')) html = await post("code", html, { code: await readCode() });
  const { session, code } = endingOf(html);
  const { data } = sessionEvent.parse(session);
  return { code: code ?? "", wabaId: data.waba_id, phoneNumberId: data.phone_number_id };
}

/** The address that Portdesk would open for an app. */
export function signupAddress(appId: string): string {
  const address = new URL(signupOf.signup.url);
  const values = {
    client_id: appId,
    config_id: signupConfigId,
    redirect_uri: signupOf.signup.returnUrl,
    response_type: "code",
    extras: "{}",
    state: "s",
  };
  for (const [name, value] of Object.entries(values)) address.searchParams.set(name, value);
  return address.href;
}
