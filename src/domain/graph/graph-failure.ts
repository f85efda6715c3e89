/** The one way in which a Graph call fails, whatever came over the wire. */

/**
 * refused: Meta answered with an error object; the call had no effect. limited: a rate limit; `retryAfterSeconds` says
 * how long to wait. unavailable: Meta says that it is down or in maintenance; the call had no effect. lost: no answer,
 * or one that cannot be trusted (time-out, broken connection, 5xx without an error object). unproven: Meta was not
 * called, because nothing has shown that what the client named is theirs. nonsense: an answer that Meta does not
 * document (HTML, truncated JSON, wrong types).
 */
export type GraphFailureKind = "refused" | "limited" | "unavailable" | "lost" | "unproven" | "nonsense";

/** All of Meta's texts, as received: any of them may hold the decisive words, in any language. */
export type GraphErrorTexts = {
  /** error_user_title */
  title?: string;
  /** error_user_msg */
  userMessage?: string;
  /** error_data.details */
  details?: string;
  message?: string;
};

export type GraphFailureDetails = GraphErrorTexts & {
  kind: GraphFailureKind;
  /** HTTP status; 0 when there was no answer. */
  status: number;
  code?: number;
  subcode?: number;
  isTransient?: boolean;
  fbtraceId?: string;
  retryAfterSeconds?: number;
  /** The answer without tokens, codes and PINs; cut to 4 KB. */
  payload?: unknown;
};

export class GraphFailure extends Error {
  readonly details: GraphFailureDetails;

  constructor(message: string, details: GraphFailureDetails) {
    super(message);
    this.name = "GraphFailure";
    this.details = details;
  }
}
