/** Phone numbers and e-mail addresses in texts that others wrote, such as the errors of Meta. Each pattern takes linear time. */

// Begins only where a word does, or a long one would be read anew from each of its letters; what clings to its end goes too.
const address = /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?:[\w.+-]*[\w+-])?/g;
const international = /(?<!\w)\+\(?\d(?:[\s().-]{0,2}\d){6,14}(?!\d)/g;
const grouped = /(?<![\w.+-])(?!\d{4}-\d\d-\d\d)\(?\d{1,4}\)?(?:[ .-]\(?\d{2,4}\)?){2,4}(?![\w-])/g;
// Meta's ids have fifteen digits and more and follow the word "id"; a bare number is one only where a word says so.
const named = /\b((?:phone|number|recipient|msisdn|wa_id)["':=\s]{1,4})\d{8,14}(?!\d)/gi;

const hidden = "[redacted]";
const fewest = 9;

/** The text without them; ids of Meta stay as they are. */
export function withoutPersons(text: string): string {
  return text
    .replace(address, hidden)
    .replace(international, hidden)
    .replace(grouped, (found) => (found.replace(/\D/g, "").length < fewest ? found : hidden))
    .replace(named, `$1${hidden}`);
}
