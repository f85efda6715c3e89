// The pages of the window that stands in for Meta's Embedded Signup, as plain HTML.

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escape = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? "");

const style = `:root{color-scheme:light dark}body{font:16px system-ui;margin:0 auto;max-width:420px;padding:24px}
h1{font-size:20px}label{display:block;margin:16px 0 4px}input{font:inherit;padding:8px;width:100%;box-sizing:border-box}
button{font:inherit;margin:16px 8px 0 0;padding:8px 16px}p.wrong{color:#c22;font-weight:600}small{opacity:.75}`;

/** `nonce` lets only the page's one script run. */
function page(title: string, body: string, nonce: string): Response {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title>
<meta name="viewport" content="width=device-width"><style>${style}</style></head><body><main>
<p><small>Simulated signup window. Nothing here is Meta's.</small></p><h1>${escape(title)}</h1>${body}</main></body></html>`;
  const policy = `default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; script-src 'nonce-${nonce}'`;
  const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": policy };
  return new Response(html, { headers });
}

export type Asked = Record<"client_id" | "config_id" | "redirect_uri" | "state", string>;

const hidden = (values: Record<string, string>) =>
  Object.entries(values)
    .map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`)
    .join("");

const wrongText = (wrong: string | undefined) =>
  wrong === undefined ? "" : `<p class="wrong" role="alert">${escape(wrong)}</p>`;

const cancel = (asked: Asked, step: string) =>
  `<form method="post" action="cancel">${hidden({ ...asked, step })}<button>Cancel</button></form>`;

const report = (asked: Asked, wrong: Wrong | undefined) =>
  wrong === undefined
    ? ""
    : `<form method="post" action="report">${hidden({ ...asked, error_code: wrong.code, error_message: wrong.message })}
<button>Report this problem and close</button></form>`;

/** `wrong`: with the code that a report of it contains. */
export type Wrong = { code: string; message: string };

export function numberPage(asked: Asked, phone: string, nonce: string, wrong?: Wrong): Response {
  const form = `${wrongText(wrong?.message)}<form method="post" action="number">${hidden(asked)}
<label for="phone">Phone number</label><input id="phone" name="phone" inputmode="tel" autocomplete="off" required value="${escape(phone)}">
<button>Send me the code</button><button formaction="account">Go on without a number</button></form>
${report(asked, wrong)}${cancel(asked, "PHONE_NUMBER_SETUP")}`;
  return page("Add your phone number", form, nonce);
}

export function codePage(asked: Asked, number: string, nonce: string, wrong?: Wrong): Response {
  const form = `${wrongText(wrong?.message)}<form method="post" action="code">${hidden({ ...asked, number })}
<label for="code">Code from the SMS</label><input id="code" name="code" inputmode="numeric" autocomplete="off" required>
<button>Confirm</button><button formaction="later" formnovalidate>Enter it later</button></form>
${report(asked, wrong)}${cancel(asked, "PHONE_NUMBER_VERIFICATION")}`;
  return page("Confirm your phone number", form, nonce);
}

/** Reports the end to the opener alone (null: reports nothing), then brings the code to the app's page. */
export function endPage(
  asked: Asked,
  session: object | null,
  parameters: Record<string, string>,
  nonce: string,
): Response {
  const target = new URL(asked.redirect_uri);
  for (const [name, value] of Object.entries({ ...parameters, state: asked.state }))
    target.searchParams.set(name, value);
  const facts = JSON.stringify({
    message: session === null ? null : JSON.stringify(session),
    origin: target.origin,
    href: target.href,
  });
  const script = `<script nonce="${nonce}" type="application/json" id="end">${facts.replaceAll("<", "\\u003c")}</script>
<script nonce="${nonce}">const end=JSON.parse(document.getElementById("end").textContent);
if(window.opener&&end.message)window.opener.postMessage(end.message,end.origin);location.replace(end.href)</script>`;
  return page("Done", script, nonce);
}
