/** What stays of a body that was not understood: its shape and what Meta says, never what people wrote or who they are. */
import { withoutPersons } from "../privacy/personal-text.ts";
import { withoutTokens } from "../privacy/token-text.ts";
import { personalFields } from "./webhook-meanings.ts";

/** Under these names stand people and what they write, wherever they come. */
const personalNames: ReadonlySet<string> = new Set([
  ...personalFields,
  "statuses",
  "contacts",
  "state_sync",
  "messaging",
  "message",
  "text",
  "body",
  "caption",
  "profile",
  "from",
  "to",
  "wa_id",
  "user_id",
  "recipient_id",
  "sender",
  "recipient",
]);
/** What tells among people's things whose number they came to. */
const ours: ReadonlySet<string> = new Set(["phone_number_id", "messaging_product"]);
const mentioned = new RegExp(`"(?:${[...personalNames].join("|")})\\\\*"`, "i");

const leftOut = "[left out]";
const deepest = 12;
const mostOfTheirs = 20;

/** JSON of any shape; what is deeper than a webhook of Meta ever was is left out. */
export function keptJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(withoutPeople(value, false, deepest)));
}

/** A body that is no JSON cannot be taken apart: one that mentions what is people's leaves its length alone. */
export function keptBytes(body: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(body).replaceAll("\u0000", "");
  return mentioned.test(text) ? keptJson({ unreadable: leftOut, bytes: body.length }) : body;
}

/** `isTheirs`: it stands under a name that is people's. */
function withoutPeople(value: unknown, isTheirs: boolean, depth: number): unknown {
  if (typeof value === "string") return isTheirs ? leftOut : withoutTokens(withoutPersons(value));
  if (typeof value === "number") return isTheirs ? leftOut : value;
  if (typeof value !== "object" || value === null) return value;
  if (depth === 0) return leftOut;
  if (Array.isArray(value)) {
    const items = isTheirs ? value.slice(0, mostOfTheirs) : value;
    return items.map((item) => withoutPeople(item, isTheirs, depth - 1));
  }
  const all = Object.entries(value);
  const isPersonal = all.some(
    ([name, inner]) => name === "field" && typeof inner === "string" && personalFields.has(inner),
  );
  return Object.fromEntries(
    all.map(([name, inner]) => {
      const isOurs = ours.has(name) && typeof inner === "string" && /^\w{1,40}$/.test(inner);
      const theirs = isTheirs || personalNames.has(name) || (isPersonal && name !== "field");
      return [nameOf(name), isOurs ? inner : withoutPeople(inner, theirs, depth - 1)];
    }),
  );
}

/** A name that Meta would not give may be somebody's. */
function nameOf(name: string): string {
  return /^[A-Za-z_][\w.-]{0,63}$/.test(name) ? withoutTokens(name) : leftOut;
}
