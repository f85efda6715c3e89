/** The HTML part of a mail: its text in paragraphs. Whatever people typed stays text; only Portdesk's own address is a link. */

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string) => text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");

/** `appUrl`: where Portdesk stands; undefined: nothing is linked. */
export function mailHtml(text: string, appUrl: string | undefined): string {
  const paragraphs = text
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${linked(paragraph, appUrl).replaceAll("\n", "<br>")}</p>`);
  return `<!doctype html><html><body style="font:16px/1.5 sans-serif;max-width:36em">${paragraphs.join("")}</body></html>`;
}

function linked(paragraph: string, appUrl: string | undefined): string {
  if (!appUrl) return escaped(paragraph);
  const { origin } = new URL(appUrl);
  return paragraph
    .split(/(https?:\/\/\S+)/)
    .map((part) =>
      URL.canParse(part) && new URL(part).origin === origin
        ? `<a href="${escaped(part)}">${escaped(part)}</a>`
        : escaped(part),
    )
    .join("");
}
