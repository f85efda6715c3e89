/** The demo's people: members of the providers, client companies and their users. All addresses end in .example. */
import type { ProviderKey } from "./providers.ts";

export const demoPassword = "portdesk-demo-only";

export type MemberSeed = {
  key: string;
  role: "admin" | "manager" | "analyst";
  name: string;
  email: string;
  ended?: boolean;
};

export const members: Record<ProviderKey, readonly MemberSeed[]> = {
  brightline: [
    { key: "admin", role: "admin", name: "Grace Halloway", email: "admin@brightline.example" },
    { key: "manager", role: "manager", name: "Tom Ashdown", email: "manager@brightline.example" },
    { key: "manager2", role: "manager", name: "Priya Lanning", email: "priya@brightline.example" },
    { key: "analyst", role: "analyst", name: "Ewan Mistry", email: "analyst@brightline.example" },
    { key: "former", role: "manager", name: "Nora Whitlow", email: "nora@brightline.example", ended: true },
  ],
  severlink: [
    { key: "admin", role: "admin", name: "Алия Сергеева", email: "admin@severlink.example" },
    { key: "manager", role: "manager", name: "Тимур Лесной", email: "manager@severlink.example" },
    { key: "manager2", role: "manager", name: "Ольга Ветрова", email: "olga@severlink.example" },
    { key: "analyst", role: "analyst", name: "Динара Полевая", email: "analyst@severlink.example" },
    { key: "former", role: "manager", name: "Егор Бывалый", email: "egor@severlink.example", ended: true },
  ],
};

export type ClientSeed = {
  key: string;
  company: string;
  user: { name: string; email: string };
  /** Another user of the same company. */
  colleague?: { name: string; email: string; ended?: boolean };
  authorised: { name: string; email: string; position: string };
  platformAccount: string;
  /** Meta's limit for the business portfolio. */
  messagingLimit: "TIER_250" | "TIER_2K" | "TIER_10K" | "TIER_100K";
};

export const clients: Record<ProviderKey, readonly ClientSeed[]> = {
  brightline: [
    {
      key: "harbour",
      company: "Harbour Lane Dental",
      user: { name: "Ruth Penhale", email: "client@brightline.example" },
      colleague: { name: "Colin Marrow", email: "colin@harbourlane.example" },
      authorised: { name: "Dr Ruth Penhale", email: "ruth@harbourlane.example", position: "Owner" },
      platformAccount: "harbour-lane",
      messagingLimit: "TIER_10K",
    },
    {
      key: "northfield",
      company: "Northfield Bicycles",
      user: { name: "Sam Quillan", email: "sam@northfield.example" },
      authorised: { name: "Helen Quillan", email: "helen@northfield.example", position: "Director" },
      platformAccount: "northfield-bikes",
      messagingLimit: "TIER_2K",
    },
    {
      key: "kestrel",
      company: "Kestrel Parcel Post",
      user: { name: "Dana Whitcombe", email: "dana@kestrelparcel.example" },
      colleague: { name: "Luis Arden", email: "luis@kestrelparcel.example", ended: true },
      authorised: {
        name: "Dana Whitcombe",
        email: "dana@kestrelparcel.example",
        position: "Head of operations",
      },
      platformAccount: "kestrel-ops",
      messagingLimit: "TIER_100K",
    },
    {
      key: "saltmarsh",
      company: "Saltmarsh Hotels",
      user: { name: "Imogen Tarrant", email: "imogen@saltmarsh.example" },
      authorised: { name: "Peter Tarrant", email: "peter@saltmarsh.example", position: "Managing director" },
      platformAccount: "saltmarsh-group",
      messagingLimit: "TIER_10K",
    },
    {
      key: "brook",
      company: "Brook & Barley Bakery",
      user: { name: "Alice Corran", email: "alice@brookbarley.example" },
      authorised: { name: "Alice Corran", email: "alice@brookbarley.example", position: "Owner" },
      platformAccount: "brook-barley",
      messagingLimit: "TIER_250",
    },
    {
      key: "lumen",
      company: "Lumen Yard Tutoring",
      user: { name: "Björn Falk", email: "bjorn@lumenyard.example" },
      authorised: { name: "Camille Rivet", email: "camille@lumenyard.example", position: "Finance" },
      platformAccount: "lumen-yard",
      messagingLimit: "TIER_2K",
    },
  ],
  severlink: [
    {
      key: "bereg",
      company: "Турбюро «Тёплый берег»",
      user: { name: "Анна Причалова", email: "client@severlink.example" },
      colleague: { name: "Марат Якорев", email: "marat@bereg.example" },
      authorised: { name: "Анна Причалова", email: "anna@bereg.example", position: "Директор" },
      platformAccount: "teply-bereg",
      messagingLimit: "TIER_100K",
    },
    {
      key: "apteka",
      company: "Аптека у моста",
      user: { name: "Вера Настоева", email: "vera@apteka-most.example" },
      authorised: { name: "Игорь Настоев", email: "igor@apteka-most.example", position: "Владелец" },
      platformAccount: "apteka-most",
      messagingLimit: "TIER_2K",
    },
    {
      key: "lapa",
      company: "Зоомагазин «Снежная лапа»",
      user: { name: "Кира Мохова", email: "kira@lapa.example" },
      colleague: { name: "Роман Хвостов", email: "roman@lapa.example", ended: true },
      authorised: { name: "Кира Мохова", email: "kira@lapa.example", position: "Управляющая" },
      platformAccount: "snezhnaya-lapa",
      messagingLimit: "TIER_2K",
    },
    {
      key: "veresk",
      company: "Вереск Мебель",
      user: { name: "Павел Дубов", email: "pavel@veresk.example" },
      authorised: { name: "Лидия Дубова", email: "lidia@veresk.example", position: "Генеральный директор" },
      platformAccount: "veresk-mebel",
      messagingLimit: "TIER_2K",
    },
    {
      key: "poliglot",
      company: "Школа «Полиглот-Юг»",
      user: { name: "Сауле Книжная", email: "saule@poliglot.example" },
      authorised: { name: "Сауле Книжная", email: "saule@poliglot.example", position: "Основатель" },
      platformAccount: "poliglot-yug",
      messagingLimit: "TIER_250",
    },
    {
      key: "kluch",
      company: "Автосервис «Тихий ключ»",
      user: { name: "Денис Гайкин", email: "denis@kluch.example" },
      authorised: { name: "Денис Гайкин", email: "denis@kluch.example", position: "Владелец" },
      platformAccount: "tihiy-kluch",
      messagingLimit: "TIER_250",
    },
  ],
};

export type Login = { role: string; email: string; password: string };

/** One login for each kind of person at each provider. */
export const demoLogins: readonly Login[] = (["brightline", "severlink"] as const).flatMap((key) => [
  ...members[key]
    .filter((member) => member.key === member.role)
    .map((member) => ({ role: member.role, email: member.email, password: demoPassword })),
  { role: "client", email: clients[key][0]?.user.email ?? "", password: demoPassword },
]);
