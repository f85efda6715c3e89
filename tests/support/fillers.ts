/** What a long reply may be filled with: each is the beginning of something that a redaction looks for, and never its end. */
export const fillers = [" ", "x", "\\", "a@", "+1", "1", '"'];
