/** The e-mails that tell a client what must not be missed: what, why, where, and whom to ask. */
import type { ClientMailDue } from "../../_shared/engine/job-store.ts";
import type { Mail } from "../../_shared/mail.ts";

type Kind = ClientMailDue["kind"];
type Said = { subject: string; text: string };
type Words = Record<Kind, Said> & { reminderAfterMove: Said; questions: string };

const reminder = {
  en: {
    subject: "{{phone}}: the next step is yours",
    text: "So that {{phone}} can move to {{provider}}, one step of yours is missing. What to do and why stands here:",
  },
  ru: {
    subject: "{{phone}}: следующий шаг за вами",
    text: "Чтобы номер {{phone}} перешёл к {{provider}}, не хватает вашего шага. Что сделать и зачем, написано здесь:",
  },
};

const words: Record<"en" | "ru", Words> = {
  en: {
    "clock.reminder_1": reminder.en,
    "clock.reminder_2": reminder.en,
    "clock.reminder_3": reminder.en,
    "clock.client_silent": {
      subject: "{{phone}}: the move waits for you",
      text: "We have not heard from you and put the move of {{phone}} on hold. Nothing is lost: the number works as before, and we go on as soon as you answer.",
    },
    "window.day_before": {
      subject: "{{phone}} moves in a day",
      text: "The move of {{phone}} begins {{start}}. Have the phone that receives the code at hand, and leave two-step verification off until then.",
    },
    "window.hour_before": {
      subject: "{{phone}} moves in an hour",
      text: "The move of {{phone}} begins {{start}}. Have the phone that receives the code at hand.",
    },
    "request.ask": {
      subject: "{{phone}}: a question to you",
      text: "{{provider}} has a question about the move of {{phone}}. You can read and answer it here:",
    },
    "request.schedule": {
      subject: "{{phone}}: a date for the move",
      text: "{{provider}} proposes to move {{phone}} {{start}}. Please confirm it or name another time:",
    },
    reminderAfterMove: {
      subject: "{{phone}}: do your messages come and go?",
      text: "{{phone}} works with {{provider}} now. Only you can see whether your own systems send and receive through it. Please tell us here:",
    },
    questions: "Questions: {{office}}",
  },
  ru: {
    "clock.reminder_1": reminder.ru,
    "clock.reminder_2": reminder.ru,
    "clock.reminder_3": reminder.ru,
    "clock.client_silent": {
      subject: "{{phone}}: перенос ждёт вас",
      text: "Вы давно не отвечали, и мы поставили перенос {{phone}} на паузу. Ничего не потеряно: номер работает как прежде, и мы продолжим, как только вы ответите.",
    },
    "window.day_before": {
      subject: "{{phone}} переносим через сутки",
      text: "Перенос {{phone}} начнётся {{start}}. Держите под рукой телефон, на который придёт код, и до тех пор не включайте двухшаговую проверку.",
    },
    "window.hour_before": {
      subject: "{{phone}} переносим через час",
      text: "Перенос {{phone}} начнётся {{start}}. Держите под рукой телефон, на который придёт код.",
    },
    "request.ask": {
      subject: "{{phone}}: вопрос к вам",
      text: "У {{provider}} есть вопрос о переносе {{phone}}. Прочитать его и ответить можно здесь:",
    },
    "request.schedule": {
      subject: "{{phone}}: дата переноса",
      text: "{{provider}} предлагает перенести {{phone}} {{start}}. Подтвердите дату или назовите другую:",
    },
    reminderAfterMove: {
      subject: "{{phone}}: сообщения уходят и приходят?",
      text: "Номер {{phone}} теперь работает у {{provider}}. Отправляют и принимают ли через него ваши системы, видно только вам. Скажите нам об этом здесь:",
    },
    questions: "Вопросы: {{office}}",
  },
};

/** `appUrl`: where the client follows the request; without it the mail names no address. */
export function clientMail(due: ClientMailDue, appUrl: string | undefined): Mail {
  const { locale, timeZone, startsAt } = due;
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "long", timeZone });
  const values: Record<string, string> = {
    phone: due.phone,
    provider: due.provider,
    office: due.office,
    start: startsAt === null ? "" : moment.format(new Date(startsAt)),
  };
  const filled = (text: string) => text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? "");
  const { [due.kind]: reported, reminderAfterMove, questions } = words[locale];
  const said = due.moved && due.kind.startsWith("clock.reminder") ? reminderAfterMove : reported;
  const address = appUrl === undefined ? [] : [new URL(`/my/${due.request}`, appUrl).href];
  return {
    to: due.to,
    subject: filled(said.subject),
    text: [filled(said.text), ...address, filled(questions)].join("\n\n"),
  };
}
