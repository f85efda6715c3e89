/** The requests of the Russian-speaking provider. */
import { filed, type RequestSeed } from "./request-seed.ts";

export const severlinkRequests: readonly RequestSeed[] = [
  filed("bereg", "+79123456789", "RU", "completed", [47, 35], "service", 18000, "Мост Онлайн", {
    official: true,
  }),
  filed("apteka", "+375294911911", "BY", "completed", [42, 31], "billing_terms", 2300, "Гудок Сервис"),
  filed("bereg", "+66812345678", "TH", "completed", [39, 28], "service", 9000, "Мост Онлайн"),
  filed("lapa", "+996700123456", "KG", "completed", [34, 23], "price", 1400, "Старт-Канал"),
  filed("veresk", "+998912345678", "UZ", "rejected", [32, 31], "price", 3000, "Tollgate Cloud"),
  filed("poliglot", "+37477123456", "AM", "completed", [30, 19], "billing_terms", 800, "Старт-Канал"),
  filed("kluch", "+995555123456", "GE", "cancelled", [28, 22], "other", 500, "Гудок Сервис", {
    note: "Решили подождать до конца сезона.",
  }),
  filed("bereg", "+905012345678", "TR", "failed", [26, 20], "service", 11000, "Мост Онлайн"),
  filed("apteka", "+37362112345", "MD", "completed", [24, 13], "billing_terms", 1900, "Гудок Сервис"),
  filed("bereg", "+971501234567", "AE", "monitoring_nearly", [20, 3.4], "service", 7000, "Мост Онлайн", {
    official: true,
  }),
  filed("veresk", "+48512345678", "PL", "monitoring_tracks", [18, 1.6], "price", 2600, "Tollgate Cloud"),
  filed("lapa", "+992917123456", "TJ", "monitoring_templates", [17, 1.2], "price", 1300, "Старт-Канал"),
  filed("poliglot", "+994401234567", "AZ", "rejected", [16, 15], "billing_terms", 600, "Старт-Канал"),
  filed("bereg", "+84912345678", "VN", "code_unexplained", [15, 0.1], "service", 5200, "Мост Онлайн"),
  filed("kluch", "+420601123456", "CZ", "verified", [14, 0.015], "service", 450, "Гудок Сервис"),
  filed("apteka", "+35943012345", "BG", "code_sent", [13, 0.002], "billing_terms", 1700, "Гудок Сервис"),
  filed("bereg", "+201001234567", "EG", "code_wanted", [12, 0.012], "service", 6100, "Мост Онлайн"),
  filed("veresk", "+4915123456789", "DE", "claim_limited", [12, 0.05], "price", 2800, "Tollgate Cloud"),
  filed("lapa", "+972502345678", "IL", "claim_refused", [11, 0.25], "price", 1500, "Старт-Канал"),
  filed("bereg", "+62812345678", "ID", "date_confirmed", [11, 1], "service", 4800, "Мост Онлайн"),
  filed("poliglot", "+381601234567", "RS", "date_proposed", [10, 0.4], "billing_terms", 720, "Старт-Канал"),
  filed("apteka", "+493023125101", "DE", "date_today", [9, 0.7], "billing_terms", 2000, "Гудок Сервис"),
  filed("kluch", "+493023125102", "DE", "ready_to_date", [8, 0.6], "service", 480, "Гудок Сервис"),
  filed("bereg", "+60123456789", "MY", "different_business", [8, 1.3], "service", 5000, "Мост Онлайн"),
  filed("veresk", "+493023125103", "DE", "two_step_on", [7, 1.1], "price", 2500, "Tollgate Cloud"),
  filed("lapa", "+493023125104", "DE", "waba_data_missing", [6, 2.2], "price", 1600, "Старт-Канал"),
  filed("poliglot", "+493023125105", "DE", "name_pending", [5, 0.9], "billing_terms", 700, "Старт-Канал"),
  filed("apteka", "+493023125106", "DE", "accepted", [2, 0.8], "billing_terms", 2100, "Гудок Сервис"),
  filed("kluch", "+493023125107", "DE", "submitted", [0.7, 0.2], "service", 510, "Гудок Сервис"),
  filed("bereg", "+919812345678", "IN", "submitted_held", [4, 2], "service", 5300, "Мост Онлайн"),
  filed("veresk", "+493023125108", "DE", "submitted_asked", [2, 0.5], "price", 2400, "Tollgate Cloud"),
  filed("lapa", "+493023125109", "DE", "draft_begun", [3, 2.5], "other", 1200, "Старт-Канал", {
    note: "Хотим объединить два номера у одного провайдера.",
  }),
  filed("poliglot", "+493023125110", "DE", "draft_ready", [0.3, 0.2], "billing_terms", 730, "Старт-Канал"),
];
