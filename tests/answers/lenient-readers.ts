/** Readers of Meta's answers that are too lenient: the oracle must notice each of them. */
import { isMembers } from "./value-mutations.ts";
import type { Lenient } from "./wire.ts";

type LenientReader = {
  what: string;
  lenient: Lenient;
  /** The operations and mutations in which the fault shows. */
  where: string;
  mutation: RegExp;
};

/** Changes every value of a JSON answer; what is not JSON stays as it is. */
function reading(change: (value: unknown, name: string) => unknown): Lenient {
  return (answer) => {
    try {
      const text = JSON.stringify(JSON.parse(answer.text), (name, value: unknown) => change(value, name));
      return { ...answer, text };
    } catch {
      return answer;
    }
  };
}

const membersOf = (value: unknown) => (isMembers(value) ? value : {});
const isTrue = (value: unknown) => value === "true" || value === "TRUE" || value === 1 || value === "1";

export const lenientReaders: readonly LenientReader[] = [
  {
    what: "accepts any form of true as success",
    lenient: reading((value, name) => (name === "success" && isTrue(value) ? true : value)),
    where: "register: POST",
    mutation: /^success = /,
  },
  {
    what: "ignores the body of the answer to a write",
    lenient: (answer, { method }) =>
      method === "POST" && answer.status < 300 ? { ...answer, text: '{"success":true}' } : answer,
    where: "subscribe_app: POST",
    mutation: /^(empty|HTML|truncated)/,
  },
  {
    what: "ignores the HTTP status",
    lenient: (answer) => ({ ...answer, status: 200 }),
    where: "verify_code: POST",
    mutation: /^status [345]/,
  },
  {
    what: "ignores an error in the answer",
    lenient: reading((value) =>
      "error" in membersOf(value) ? { ...membersOf(value), error: undefined } : value,
    ),
    where: "request_code: POST",
    mutation: /^beside it .*error/,
  },
  {
    what: "trims and capitalises statuses",
    lenient: reading((value, name) =>
      name === "status" && typeof value === "string" ? value.trim().toUpperCase() : value,
    ),
    where: "confirm_connected: GET",
    mutation: /^status = /,
  },
  {
    what: "accepts any verification status as verified",
    lenient: reading((value, name) => (name === "code_verification_status" && value ? "VERIFIED" : value)),
    where: "verify_code: GET",
    mutation: /^code_verification_status = /,
  },
  {
    what: "accepts ids that are numbers",
    lenient: reading((value, name) => (name === "id" && typeof value === "number" ? String(value) : value)),
    where: "claim_number: POST",
    mutation: /^id = \d/,
  },
  {
    what: "ignores which number an answer is about",
    lenient: (answer, asked) =>
      reading((value, name) =>
        name === "" && isMembers(value) ? { ...value, id: asked.path.slice(1) } : value,
      )(answer, asked),
    where: "register: GET",
    mutation: /^id /,
  },
  {
    what: "accepts an incomplete list",
    lenient: reading((value, name) => (name === "paging" ? undefined : value)),
    where: "compare: GET",
    mutation: /^beside it .*next"?:"https/,
  },
  {
    what: "reads a missing flag as off",
    lenient: reading((value, name) =>
      name === "" && isMembers(value) && !value["is_pin_enabled"]
        ? { ...value, is_pin_enabled: false }
        : value,
    ),
    where: "check of two-step verification: GET",
    mutation: /^is_pin_enabled/,
  },
  {
    what: "accepts a token that Meta does not call valid",
    lenient: reading((value, name) =>
      name === "data" && isMembers(value) ? { ...value, is_valid: true } : value,
    ),
    where: "embedded_signup: GET /debug_token",
    mutation: /^data.is_valid/,
  },
  {
    what: "accepts any answer to a message as success",
    lenient: (answer, { path }) =>
      path.endsWith("/messages") ? { status: 200, text: '{"messages":[{"id":"wamid.A"}]}' } : answer,
    where: "test message: POST",
    mutation: /^messages/,
  },
];
