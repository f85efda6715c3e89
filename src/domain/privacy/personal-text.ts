/** Removes phone numbers and e-mail addresses from other people's texts, such as Meta's errors, in linear time. */

// Starts only at the start of a word: otherwise each letter of a long one would start a new read. It also takes what
// clings to the end.
const address = /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?:[\w.+-]*[\w+-])?/g;
const international = /(?<!\w)\+\(?\d(?:[\s().-]{0,2}\d){6,14}(?!\d)/g;
const grouped = /(?<![\w.+-])(?!\d{4}-\d\d-\d\d)\(?\d{1,4}\)?(?:[ .-]\(?\d{2,4}\)?){2,4}(?![\w-])/g;
// Meta's ids have fifteen digits or more and follow the word "id"; a bare number counts only where a word says so.
const named = /\b((?:phone|number|recipient|msisdn|wa_id)["':=\s]{1,4})\d{8,14}(?!\d)/gi;

const hidden = "[redacted]";
const fewest = 9;

/** The text without them; Meta's ids stay as they are. */
export function withoutPersons(text: string): string {
  return text
    .replace(address, hidden)
    .replace(international, hidden)
    .replace(grouped, (found) => (found.replace(/\D/g, "").length < fewest ? found : hidden))
    .replace(named, `$1${hidden}`);
}
