/** An expected refusal on its way to the caller: HTTP status, a code for the screens to translate, the fields. */

export type RefusalField = { path: string; code: string };

export type RefusalDetails = {
  /** What the code's text needs, e.g. a time or a list of checks. */
  hint?: string;
  /** Fields of the input, by their dotted path. */
  fields?: readonly RefusalField[];
};

export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: RefusalDetails;

  constructor(status: number, code: string, details: RefusalDetails = {}) {
    super(code);
    this.name = "Refusal";
    this.status = status;
    this.code = code;
    this.details = details;
  }
}
