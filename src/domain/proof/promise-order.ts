/**
 * Which of two values of a promise is better: a rise is good news and not a deviation. Unlisted values cannot be
 * ordered, and a difference between them remains a difference. Sources: Meta, "Messaging limits"
 * (business-messaging/whatsapp/messaging-limits, read November 2026: 250, 2,000, 10,000, 100,000, unlimited; 50 and
 * 1,000 date from before October 2025); quality ratings as WhatsApp Manager shows them. Meta's "Throughput" ranks HIGH
 * above STANDARD; gaining a verification mark is plainly better than having none.
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
