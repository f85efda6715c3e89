/**
 * What is stored of a body that was not understood: the names of its members, ids of our accounts, numbers and
 * templates, words from Meta's lists and times. Anything else may be a person's name, id or words and is left out.
 */

/** Names of members that hold ids of what a provider and its clients have at Meta. */
const ownIds: ReadonlySet<string> = new Set([
  "waba_id",
  "waac_id",
  "messaging_account_id",
  "phone_number_id",
  "message_template_id",
  "owner_business_id",
  "partner_app_id",
  "solution_id",
]);
/** Names of members that hold words from Meta's lists, not words that people choose. */
const listed =
  /^(?:field|object|messaging_product|event|decision)$|(?:^|_)(?:status|type|category|severity|score)$/;
const times = /(?:^|_)(?:time|timestamp|expiration)$/;
const template: Readonly<Record<string, RegExp>> = {
  message_template_name: /^[a-z0-9_]{1,512}$/,
  message_template_language: /^[a-z]{2,3}(?:[_-][A-Za-z]{2,4})?$/,
};

/** Names around what people write to each other and when: only the receiving number is kept. */
const personalFields: ReadonlySet<string> = new Set([
  "messages",
  "history",
  "message_echoes",
  "smb_message_echoes",
  "smb_app_state_sync",
  "calls",
  "user_preferences",
  "standby",
]);
const personalNames: ReadonlySet<string> = new Set([...personalFields, "statuses", "contacts", "messaging"]);

const leftOut = "[left out]";
const deepest = 12;
const maxItems = 20;

type Place = {
  /** The name of the member that holds the value. */
  name: string;
  /** The name of the member that holds the object or list around it. */
  around: string;
  /** It stands under a name for personal data. */
  isTheirs: boolean;
  depth: number;
};

/** Accepts JSON of any shape; anything deeper than Meta's webhooks ever were is left out. */
export function keptJson(value: unknown): Uint8Array {
  const kept = allowed(value, { name: "", around: "", isTheirs: false, depth: deepest });
  return new TextEncoder().encode(JSON.stringify(kept));
}

/** A body that is not JSON cannot be taken apart: only its length is kept. */
export function keptBytes(body: Uint8Array): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ unreadable: leftOut, bytes: body.length }));
}

function allowed(value: unknown, place: Place): unknown {
  if (value === undefined || value === null || typeof value === "boolean") return value;
  if (typeof value === "string" || typeof value === "number")
    return isAllowed(value, place) ? value : leftOut;
  if (typeof value !== "object" || place.depth === 0) return leftOut;
  const { name, around, isTheirs } = place;
  const depth = place.depth - 1;
  if (Array.isArray(value)) {
    const isEnvelope = !isTheirs && (name === "entry" || name === "changes");
    const items = isEnvelope ? value : value.slice(0, maxItems);
    return items.map((item) => allowed(item, { name, around, isTheirs, depth }));
  }
  const all = Object.entries(value);
  const isPersonal = all.some(
    ([inner, word]) => inner === "field" && typeof word === "string" && personalFields.has(word),
  );
  return Object.fromEntries(
    all.map(([inner, one]) => {
      const theirs = isTheirs || personalNames.has(inner) || (isPersonal && inner !== "field");
      return [nameOf(inner), allowed(one, { name: inner, around: name, isTheirs: theirs, depth })];
    }),
  );
}

function isAllowed(value: string | number, { name, around, isTheirs }: Place): boolean {
  const text = String(value);
  if (ownIds.has(name)) return /^\d{1,40}$/.test(text);
  if (isTheirs) return name === "messaging_product" && text === "whatsapp";
  if (name === "id") return around === "entry" && /^\d{1,40}$/.test(text);
  if (times.test(name)) return /^[12]\d{9}$/.test(text);
  if (listed.test(name)) return /^[A-Za-z][A-Za-z_]{0,63}$/.test(text);
  return Object.hasOwn(template, name) && (template[name]?.test(text) ?? false);
}

/** A name that Meta would not give may be a person's. */
function nameOf(name: string): string {
  return /^[a-z][a-z0-9_]{0,63}$/.test(name) && !/\d{4}/.test(name) ? name : leftOut;
}
