// An error as Graph words it, thrown by the resources and turned into an answer.
import { randomBytes } from "node:crypto";
import { errorTexts, migrationTexts, type MigrationVariant } from "./error-texts.ts";
import type { ErrorShape, Settings } from "./settings.ts";

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

/** Meta's answer for an object that is absent and for one the token may not read: the same. */
export function objectNotVisible(method: string, id: string): GraphError {
  return graphError(100, {
    subcode: 33,
    message: `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
  });
}

export function migrationError(variant: MigrationVariant): GraphError {
  return graphError(2388103, {
    status: 400,
    message: "Cannot migrate phone number",
    ...migrationTexts[variant],
  });
}

function placed(shape: ErrorShape, placement: ErrorPlacement): ErrorShape {
  const movable = shape.code >= 2388000 && shape.subcode === undefined;
  if (!movable || placement === "code") return shape;
  return { ...shape, code: 100, subcode: shape.code };
}

/** HTTP status and JSON body of an error. */
export function errorAnswer(error: GraphError, placement: ErrorPlacement): { status: number; body: unknown } {
  const text = errorTexts[error.shape.code];
  const shape = placed(error.shape, placement);
  const title = shape.title ?? text?.title;
  const userMessage = shape.userMessage ?? text?.userMessage;
  const details = shape.details ?? text?.details;
  return {
    status: shape.status ?? text?.status ?? 400,
    body: {
      error: {
        message: error.message,
        type: text?.type ?? "OAuthException",
        code: shape.code,
        ...(shape.subcode === undefined ? {} : { error_subcode: shape.subcode }),
        is_transient: shape.transient ?? text?.transient ?? false,
        ...(title === undefined ? {} : { error_user_title: title }),
        ...(userMessage === undefined ? {} : { error_user_msg: userMessage }),
        ...(details === undefined ? {} : { error_data: { messaging_product: "whatsapp", details } }),
        fbtrace_id: `A${randomBytes(16).toString("base64url")}`,
      },
    },
  };
}
