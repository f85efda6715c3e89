/** What an id of Meta looks like: digits alone, none of them leading for nothing. */

/** Whether the text may be an id at all; whether anything has it, only Meta knows. */
export function isMetaId(text: string | null | undefined): text is string {
  return text !== null && text !== undefined && /^[1-9]\d{0,29}$/.test(text);
}
