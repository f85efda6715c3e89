/** Serves the mailbox page: every sent e-mail, and the Graph simulator's phones with their codes. */
import * as z from "zod";
import type { MailStore } from "../platform/mail.ts";

const phonesSchema = z.object({
  phones: z.record(z.string(), z.array(z.object({ at: z.string(), channel: z.string(), text: z.string() }))),
});
type Phones = z.infer<typeof phonesSchema>["phones"];

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escape = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? "");

async function readPhones(graphUrl: string | null): Promise<Phones> {
  if (graphUrl === null) return {};
  try {
    const response = await fetch(`${graphUrl}/_sim/phones`, { signal: AbortSignal.timeout(2000) });
    return phonesSchema.parse(await response.json()).phones;
  } catch {
    return {};
  }
}

function card(title: string, at: string, text: string): string {
  return `<article><h3>${escape(title)}</h3><time>${escape(at)}</time><pre>${escape(text)}</pre></article>`;
}

function page(mails: ReturnType<MailStore["list"]>, phones: Phones): string {
  const mailCards = mails.map((mail) =>
    card(`${mail.to}: ${mail.subject}`, mail.sentAt, mail.text ?? mail.html ?? ""),
  );
  const phoneCards = Object.entries(phones)
    .flatMap(([number, messages]) => messages.map((message) => ({ number, ...message })))
    .sort((a, b) => b.at.localeCompare(a.at))
    .map((message) => card(`${message.number} (${message.channel})`, message.at, message.text));
  const list = (cards: string[]) => cards.join("") || "<p>Nothing yet.</p>";
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mailbox</title>
<meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="5"><style>
:root{color-scheme:light dark}body{font:14px system-ui;margin:24px auto;max-width:1080px;padding:0 16px}
main{display:grid;gap:24px;grid-template-columns:repeat(auto-fit,minmax(300px,1fr))}
article{border:1px solid #8886;border-radius:6px;padding:12px;margin-bottom:12px}h3{margin:0 0 4px;font-size:14px}
pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:8px 0 0}</style></head>
<body><h1>Mailbox of the local stack</h1><main><section><h2>E-mails</h2>${list(mailCards)}</section>
<section><h2>Phones</h2>${list(phoneCards)}</section></main></body></html>`;
}

const order = z.object({ to: z.string(), subject: z.string(), text: z.string() });

/** Accepts an e-mail from the functions as a mail service does. */
async function take(mails: MailStore, request: Request, key: string): Promise<Response> {
  if (request.headers.get("authorization") !== `Bearer ${key}`) return new Response(null, { status: 401 });
  const mail = order.safeParse(await request.json().catch(() => null));
  if (!mail.success) return new Response(null, { status: 400 });
  await mails.send(mail.data);
  return new Response(null, { status: 202 });
}

/** GET / is the page, GET /mails and GET /phones the same as JSON; POST /mails with the key sends one. */
export function createMailbox(
  mails: MailStore,
  graphUrl: string | null,
  key: string,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/mails" && request.method === "POST") return take(mails, request, key);
    if (pathname === "/mails") return Response.json(mails.list());
    if (pathname === "/phones") return Response.json(await readPhones(graphUrl));
    if (pathname !== "/") return new Response("Not found", { status: 404 });
    const headers = {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    };
    return new Response(page(mails.list(), await readPhones(graphUrl)), { headers });
  };
}
