/** The two invented providers of the demo, with the data that all their requests share. */

export type ProviderKey = "brightline" | "severlink";

export type ProviderSeed = {
  key: ProviderKey;
  slug: string;
  name: string;
  accentColor: string;
  locale: "en" | "ru";
  timeZone: string;
  country: string;
  officeName: string;
  officeEmail: string;
  officePhone: string;
  platformSignupUrl: string;
  oldProviders: readonly { name: string; supportEmail: string | null }[];
  supportLocales: readonly string[];
  connection: {
    name: string;
    appId: string;
    appName: string;
    businessId: string;
    token: string;
    signupConfigId: string;
    /** Whether its admin has stated that Meta allows programmatic migration to the app. */
    programmatic: boolean;
  };
  /** The provider's own number that measures the downtime of its moves. */
  probe: { phone: string; phoneNumberId: string; wabaId: string; template: string; templateId: string };
};

export const providers: Record<ProviderKey, ProviderSeed> = {
  brightline: {
    key: "brightline",
    slug: "brightline",
    name: "Brightline Messaging",
    accentColor: "#0f766e",
    locale: "en",
    timeZone: "Europe/London",
    country: "GB",
    officeName: "Brightline London office",
    officeEmail: "office@brightline.example",
    officePhone: "+442079460900",
    platformSignupUrl: "https://platform.brightline.example/sign-up",
    oldProviders: [
      { name: "Fernway Comms", supportEmail: "support@fernway.example" },
      { name: "Oldbridge Messaging", supportEmail: "migrations@oldbridge.example" },
      { name: "Parcel & Ping", supportEmail: null },
      { name: "Tollgate Cloud", supportEmail: "help@tollgate.example" },
    ],
    supportLocales: ["en"],
    connection: {
      name: "Brightline app",
      appId: "730100000000001",
      appName: "Brightline Messaging",
      businessId: "700100000000001",
      token: "EAAbrightlineDemoToken0001",
      signupConfigId: "740100000000001",
      programmatic: true,
    },
    probe: {
      phone: "+12025550199",
      phoneNumberId: "720900000000001",
      wabaId: "710900000000001",
      template: "line_test",
      templateId: "750900000000001",
    },
  },
  severlink: {
    key: "severlink",
    slug: "severlink",
    name: "Северлинк",
    accentColor: "#1d4ed8",
    locale: "ru",
    timeZone: "Asia/Almaty",
    country: "KZ",
    officeName: "Офис Северлинка в Алматы",
    officeEmail: "office@severlink.example",
    officePhone: "+493023125900",
    platformSignupUrl: "https://platform.severlink.example/registration",
    oldProviders: [
      { name: "Гудок Сервис", supportEmail: "support@gudok.example" },
      { name: "Мост Онлайн", supportEmail: "perenos@most-online.example" },
      { name: "Старт-Канал", supportEmail: null },
      { name: "Tollgate Cloud", supportEmail: "help@tollgate.example" },
    ],
    supportLocales: ["ru", "en"],
    connection: {
      name: "Приложение Северлинка",
      appId: "730100000000002",
      appName: "Severlink Messaging",
      businessId: "700100000000002",
      token: "EAAseverlinkDemoToken0002",
      signupConfigId: "740100000000002",
      programmatic: false,
    },
    probe: {
      phone: "+493023125999",
      phoneNumberId: "720900000000002",
      wabaId: "710900000000002",
      template: "line_test",
      templateId: "750900000000002",
    },
  },
};

/** Both providers' terms: no monthly or connection fee, USD 0.001 per message, registration in 2 to 7 working days. */
export const demoTariff = {
  currency: "USD",
  connectionFeeMicros: 0,
  monthlyFeeMicros: 0,
  messageFeeMicros: 1000,
  minWorkingDays: 2,
  maxWorkingDays: 7,
};
