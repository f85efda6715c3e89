/**
 * Which templates of an account can be sent as they are: approved, and with nothing to fill in. `hello_world` is not
 * one of them: five implementers report that Meta refuses it to production numbers with 131058 (public reports, 2025
 * and 2026). Source of the parts: Meta, "Template components" (business-messaging/whatsapp/templates/components, read
 * November 2026). An unknown part may require a value, so its template is left out.
 */
import * as z from "zod/mini";
import type { TemplateText } from "../graph/graph-port.ts";

export type SendableTemplate = { name: string; language: string; category: string };

export const sampleTemplate = "hello_world";

const button = z.object({ type: z.string(), url: z.optional(z.string()), text: z.optional(z.string()) });
const component = z.object({
  type: z.string(),
  format: z.nullish(z.string()),
  text: z.nullish(z.string()),
  buttons: z.nullish(z.array(button)),
});
const template = z.object({
  name: z.string(),
  language: z.string(),
  category: z.nullish(z.string()),
  status: z.nullish(z.string()),
  components: z.array(component),
});

const plainParts = new Set(["HEADER", "BODY", "FOOTER", "BUTTONS"]);
const plainButtons = new Set(["QUICK_REPLY", "URL", "PHONE_NUMBER"]);
const hasVariable = (text: string | null | undefined) => /\{\{[^}]*\}\}/.test(text ?? "");

function isPlain({ type, format, text, buttons }: z.infer<typeof component>): boolean {
  if (!plainParts.has(type.toUpperCase()) || hasVariable(text)) return false;
  // A header with a picture, a video or a file needs one with each message.
  if (type.toUpperCase() === "HEADER" && (format ?? "TEXT").toUpperCase() !== "TEXT") return false;
  return (buttons ?? []).every((one) => plainButtons.has(one.type.toUpperCase()) && !hasVariable(one.url));
}

/** The safest comes first: an authentication template needs a code, and Meta may hold back a marketing one. */
const order = ["UTILITY", "MARKETING"];
const rank = ({ category }: SendableTemplate) => {
  const place = order.indexOf(category);
  return place === -1 ? order.length : place;
};

/** `approved`: how many there are, whether or not they can be sent as they are. The first is the one to take. */
export function sendableTemplates(given: readonly TemplateText[]): {
  templates: SendableTemplate[];
  approved: number;
} {
  const approved = given.flatMap((one) => {
    const { data } = template.safeParse(one);
    return data?.status === "APPROVED" && data.name !== sampleTemplate ? [data] : [];
  });
  const templates = approved
    .filter(({ category, components }) => category !== "AUTHENTICATION" && components.every(isPlain))
    .filter(({ components }) => components.length > 0)
    .map(({ name, language, category }) => ({ name, language, category: category ?? "" }))
    .toSorted(
      (one, other) =>
        rank(one) - rank(other) ||
        one.name.localeCompare(other.name) ||
        one.language.localeCompare(other.language),
    );
  return { templates, approved: approved.length };
}
