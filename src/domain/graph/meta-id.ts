/** The form of a Meta id: digits only, without a leading zero. */

/** Whether the text may be an id at all; only Meta knows whether it exists. */
export function isMetaId(text: string | null | undefined): text is string {
  return text !== null && text !== undefined && /^[1-9]\d{0,29}$/.test(text);
}
