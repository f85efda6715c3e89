// An error in Graph's format: the resources throw it, and it becomes an answer.
import { randomBytes } from "node:crypto";
import { errorTexts, migrationTexts, type MigrationVariant, spanish } from "./error-texts.ts";
import type { ErrorShape, Settings, TextPlacement } from "./settings.ts";

export type ErrorPlacement = Settings["migrationCodePlacement"];

export class GraphError extends Error {
  readonly shape: ErrorShape;

  constructor(shape: ErrorShape) {
    super(shape.message ?? errorTexts[shape.code]?.message ?? `(#${shape.code}) Unknown error`);
    this.name = "GraphError";
    this.shape = shape;
  }
}

export function graphError(code: number, more: Omit<ErrorShape, "code"> = {}): GraphError {
  return new GraphError({ code, ...more });
}

/** Meta gives the same answer for an object that does not exist and for one that the token may not read. */
export function objectNotVisible(method: string, id: string): GraphError {
  return graphError(100, {
    subcode: 33,
    message: `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
  });
}

export function migrationError(
  variant: MigrationVariant,
  placement: TextPlacement = "title_and_text",
): GraphError {
  const { title, userMessage } = migrationTexts[variant];
  const texts = {
    title_and_text: { title, userMessage },
    title: { title },
    text: { userMessage },
    message: { message: `(#100) ${title} ${userMessage}` },
    details: { details: userMessage },
  }[placement];
  return graphError(2388103, { status: 400, message: "Invalid parameter", ...texts });
}

function placed(shape: ErrorShape, placement: ErrorPlacement): ErrorShape {
  const movable = shape.code >= 2388000 && shape.subcode === undefined;
  if (!movable || placement === "code") return shape;
  return { ...shape, code: 100, subcode: shape.code };
}

/** What an account in another language receives if no locale is requested; anything but text stays unchanged. */
function translated(shape: ErrorShape): ErrorShape {
  const wait = /\d+ (second|minute|hour)s?/.exec(shape.userMessage ?? "")?.[0];
  return {
    ...shape,
    ...(shape.title === undefined ? {} : { title: spanish.title }),
    ...(shape.userMessage === undefined
      ? {}
      : { userMessage: wait === undefined ? spanish.userMessage : spanish.wait(wait) }),
  };
}

/** HTTP status and JSON body of an error. `isForeign`: in the language of an account that is not in English. */
export function errorAnswer(
  error: GraphError,
  placement: ErrorPlacement,
  isForeign: boolean,
): { status: number; body: unknown } {
  const text = errorTexts[error.shape.code];
  const { source: _source, type: _type, ...known } = text ?? {};
  const whole = placed({ ...known, ...error.shape }, placement);
  const { title, userMessage, details, ...shape } = isForeign ? translated(whole) : whole;
  return {
    status: shape.status ?? 400,
    body: {
      error: {
        message: error.message,
        type: text?.type ?? "OAuthException",
        code: shape.code,
        ...(shape.subcode === undefined ? {} : { error_subcode: shape.subcode }),
        is_transient: shape.transient ?? false,
        ...(title === undefined ? {} : { error_user_title: title }),
        ...(userMessage === undefined ? {} : { error_user_msg: userMessage }),
        ...(details === undefined ? {} : { error_data: { messaging_product: "whatsapp", details } }),
        fbtrace_id: `A${randomBytes(16).toString("base64url")}`,
      },
    },
  };
}
