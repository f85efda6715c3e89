/** The client's way through the simulated signup window, without a browser, and what the desk is told of its app. */
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

const ending = z.object({ message: z.string(), origin: z.string(), href: z.string() });
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

/** `address`: the window as it would be opened, with its state. `readCode`: what the phone received. Throws when it refuses. */
export async function passSignupWindow(
  fetch: Fetch,
  address: string,
  phone: string,
  readCode: () => string | Promise<string>,
): Promise<Signup> {
  const opened = new URL(address);
  const base = `${opened.origin}${opened.pathname.replace(/\/$/, "")}`;
  const post = async (act: string, values: Record<string, string>) => {
    const body = new URLSearchParams(values);
    const answer = await fetch(new Request(`${base}/${act}`, { method: "POST", body }));
    return answer.text();
  };
  const first = await (await fetch(new Request(`${base}/${opened.search}`))).text();
  let html = await post("number", { ...fieldsOf(first), phone });
  if (html.includes('name="code"')) html = await post("code", { ...fieldsOf(html), code: await readCode() });
  const [, facts] = /id="end">(.*?)<\/script>/.exec(html) ?? [];
  if (facts === undefined)
    throw new Error(`the window refused: ${/role="alert">([^<]*)/.exec(html)?.[1] ?? html}`);
  const { message, href } = ending.parse(JSON.parse(facts));
  const { data } = sessionEvent.parse(JSON.parse(message));
  const code = new URL(href).searchParams.get("code") ?? "";
  return { code, wabaId: data.waba_id, phoneNumberId: data.phone_number_id };
}

/** The address that the desk would open for an app. */
export function signupAddress(appId: string): string {
  const address = new URL(signupOf.signup.url);
  const values = {
    client_id: appId,
    config_id: signupConfigId,
    redirect_uri: signupOf.signup.returnUrl,
    response_type: "code",
    state: "s",
  };
  for (const [name, value] of Object.entries(values)) address.searchParams.set(name, value);
  return address.href;
}
