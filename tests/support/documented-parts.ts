/** What the bodies of documented-webhooks.ts are made of: invented people, accounts and templates. */
import type { AlarmCode } from "#domain/webhooks/alarm-codes.ts";

export type Documented = {
  /** What is special about it. */
  about: string;
  field: string;
  value: object;
  alarm?: AlarmCode;
  lifts?: readonly AlarmCode[];
  /** Portdesk does not know the field: its shape waits for somebody to look. */
  isUnknown?: true;
};

/** Nothing of these people may be kept anywhere, whatever field they come in. */
export const person = {
  name: "Ada Secret",
  username: "ada.secret",
  words: "secret words",
  phone: "12025550199",
  id: "US.13491208655302741918",
  parent: "US.ENT.11815799212886844830",
  suiteUser: "61555822107539",
  link: "https://chat.whatsapp.example/SecretLink",
};
export const ofPerson =
  /secret|2025550199|13491208655302741918|11815799212886844830|61555822107539|chat\.whatsapp/i;

export const metadata = { display_phone_number: "12025550142", phone_number_id: "7203" };
export const about = { display_phone_number: "12025550142" };
export const template = {
  message_template_id: 1689556908129832,
  message_template_name: "order_update",
  message_template_language: "en-US",
};
export const waba = { waba_id: "980198427658004", owner_business_id: "2329417887457253" };
export const contact = {
  profile: { name: person.name, username: person.username },
  wa_id: person.phone,
  user_id: person.id,
  parent_user_id: person.parent,
};
export const sender = { from: person.phone, from_user_id: person.id, from_parent_user_id: person.parent };
export const product = { messaging_product: "whatsapp", metadata };

/** Later than any webhook of the tests is sent. */
export const later = 4_000_000_000;

export const unknown = (field: string, value: object, what = field): Documented => ({
  about: what,
  field,
  value,
  isUnknown: true,
});
