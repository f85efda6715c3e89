/** The demo people's messages to each other, in both languages. */

export type Texts = {
  greeting: readonly string[];
  thanks: readonly string[];
  internal: readonly string[];
  question: readonly string[];
  askWabaData: string;
  askTwoStep: string;
  askName: string;
  askBusiness: string;
  holdSubmitted: string;
  holdScheduled: string;
  cancelled: string;
  aborted: string;
  failed: string;
  rejected: { not_authorised: string; terms_not_met: string };
  evidence: { codeChannel: string; settled: string; campaigns: string; rollback: string; templates: string };
  waiver: string;
  done: string;
};

const en: Texts = {
  greeting: [
    "Thank you for your application. We are checking the number with Meta and will come back with a date.",
    "Your application is in good hands: the checks are running, and you will see each result here.",
    "Welcome. Your number stays the same, and nothing begins before we have agreed a date.",
  ],
  thanks: [
    "Great, thank you.",
    "Understood. We will keep the phone at hand.",
    "Perfect, that suits us well.",
  ],
  internal: [
    "Prefers calls in the morning.",
    "Sends most of its messages on weekdays; a late afternoon window is best.",
    "Old provider answered quickly the last time.",
    "The finance team wants to see the first invoice before the second number follows.",
  ],
  question: [
    "Have you created the free account on our platform yet? The number moves into it. Please tell us its name.",
    "Which name should your customers see? It must be the one that Meta has approved.",
  ],
  askWabaData:
    "We still need the business id, the WABA id and the phone number id of the old account. Your current provider has to give them to you.",
  askTwoStep:
    "Two-step verification is still on. In WhatsApp Manager open the number, choose to turn it off, and follow the link in the e-mail.",
  askName:
    "A change of the display name is being reviewed. Please wait for the decision, or withdraw the change.",
  askBusiness:
    "The new account belongs to another business portfolio than the old one. Please connect it to your own portfolio.",
  holdSubmitted: "The client is away until next week.",
  holdScheduled: "Seasonal sale: the client asked not to touch the number.",
  cancelled: "We have agreed better terms with our present provider.",
  aborted: "The client's phone was not at hand. Nothing was moved.",
  failed:
    "Registered, but Meta keeps the number restricted. Meta support has the case; messages go out by a spare number.",
  rejected: {
    not_authorised: "The applicant could not show that the company agrees.",
    terms_not_met: "The business is in a category that WhatsApp does not allow.",
  },
  evidence: {
    codeChannel: "Test call answered at the front desk.",
    settled: "Final invoice paid, opt-outs exported.",
    campaigns: "Nothing is planned on the day.",
    rollback: "Read it, all clear.",
    templates: "Order and reminder templates are needed on the first day.",
  },
  waiver: "Campaigns are run by another number.",
  done: "The number works here. Thank you for your patience!",
};

const ru: Texts = {
  greeting: [
    "Спасибо за заявку. Проверяем номер у Meta и вернёмся к вам с датой.",
    "Заявка принята: идут проверки, результат каждой появится здесь.",
    "Добро пожаловать. Номер останется прежним, и до согласованной даты ничего не начнётся.",
  ],
  thanks: ["Отлично, спасибо.", "Поняли, телефон будет под рукой.", "Нам подходит."],
  internal: [
    "Звонить лучше до обеда.",
    "Основной поток сообщений в будни, удобнее окно после 17:00.",
    "В прошлый раз старый провайдер ответил за день.",
    "Бухгалтерия хочет увидеть первый счёт до переноса второго номера.",
  ],
  question: [
    "Вы уже создали бесплатный аккаунт на нашей платформе? Номер переезжает в него. Напишите, как он называется.",
    "Какое имя должны видеть ваши клиенты? Оно должно быть одобрено Meta.",
  ],
  askWabaData:
    "Нам нужны ID бизнеса, ID WABA и ID номера в старом аккаунте. Текущий провайдер обязан их вам сообщить.",
  askTwoStep:
    "Двухфакторная проверка ещё включена. Откройте номер в WhatsApp Manager, выберите отключение и перейдите по ссылке из письма.",
  askName: "Смена отображаемого имени ещё на проверке. Дождитесь решения или отзовите изменение.",
  askBusiness:
    "Новый аккаунт принадлежит другому бизнес-портфолио, чем старый. Подключите его к своему портфолио.",
  holdSubmitted: "Клиент в отъезде до следующей недели.",
  holdScheduled: "Сезон распродаж: клиент просил не трогать номер.",
  cancelled: "Договорились с нынешним провайдером о лучших условиях.",
  aborted: "Телефона клиента не оказалось под рукой. Ничего не перенесено.",
  failed:
    "Номер зарегистрирован, но Meta держит его ограниченным. Обращение в поддержке Meta; сообщения идут с запасного номера.",
  rejected: {
    not_authorised: "Заявитель не смог подтвердить согласие компании.",
    terms_not_met: "Деятельность компании не разрешена правилами WhatsApp.",
  },
  evidence: {
    codeChannel: "Пробный звонок приняли на ресепшене.",
    settled: "Последний счёт оплачен, отписки выгружены.",
    campaigns: "На этот день рассылок нет.",
    rollback: "Прочитали, всё понятно.",
    templates: "В первый день нужны шаблоны заказа и напоминания.",
  },
  waiver: "Рассылки идут с другого номера.",
  done: "Номер работает у нас. Спасибо за терпение!",
};

export const texts: Record<"en" | "ru", Texts> = { en, ru };
