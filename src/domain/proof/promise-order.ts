/**
 * Which of two values of a promise is the better one: a rise is good news and no deviation. Values that are not listed
 * cannot be ordered, and a difference between them stays a difference.
 * Sources: Meta, "Messaging limits" (business-messaging/whatsapp/messaging-limits, read November 2026: 250, 2,000, 10,000,
 * 100,000, unlimited; 50 and 1,000 are of the time before October 2025); quality ratings as WhatsApp Manager shows them.
 * That HIGH is more than STANDARD is Meta's "Throughput"; that a mark gained is better than none goes without saying.
 */

/** From the worst to the best. */
const orders: Readonly<Record<string, readonly string[]>> = {
  quality: ["RED", "YELLOW", "GREEN"],
  messaging_limit: ["TIER_50", "TIER_250", "TIER_1K", "TIER_2K", "TIER_10K", "TIER_100K", "TIER_UNLIMITED"],
  official_mark: ["false", "true"],
  throughput: ["STANDARD", "HIGH"],
};

export function isRise(promise: string, before: string, after: string): boolean {
  const order = Object.hasOwn(orders, promise) ? (orders[promise] ?? []) : [];
  const from = order.indexOf(before);
  return from !== -1 && order.indexOf(after) > from;
}
