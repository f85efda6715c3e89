/** Fields that hold people and what they write, known or not: see documented-webhooks.ts. */
import {
  type Documented,
  about,
  contact,
  metadata,
  person,
  product,
  sender,
  unknown,
} from "./documented-parts.ts";
const message = (type: string, more: object): Documented => ({
  about: type,
  field: "messages",
  value: {
    ...product,
    contacts: [contact],
    messages: [{ ...sender, id: `wamid.${type}`, timestamp: "1764000000", type, ...more }],
  },
});
export const messageBodies: Documented[] = [
  message("text", { text: { body: person.words } }),
  message("image", { image: { caption: person.words, id: "1003383421387256", sha256: "x" } }),
  message("contacts", {
    contacts: [{ name: { formatted_name: person.name }, phones: [{ phone: person.phone }] }],
  }),
  message("location", { location: { name: person.words, address: person.words } }),
  message("reaction", { reaction: { message_id: "wamid.x", emoji: "👍" } }),
  message("interactive", { interactive: { button_reply: { id: person.words, title: person.words } } }),
  message("order", { order: { text: person.words } }),
  message("system", {
    system: { body: `User ${person.name} changed`, type: "user_changed_user_id", user_id: person.id },
  }),
  message("unsupported", { errors: [{ code: 131051, error_data: { details: person.words } }] }),
  {
    about: "group messages",
    field: "messages",
    value: {
      ...product,
      contacts: [contact],
      messages: [{ ...sender, group_id: "group-1", id: "wamid.g", text: { body: person.words } }],
    },
  },
  {
    about: "a status",
    field: "messages",
    value: {
      ...product,
      contacts: [contact],
      statuses: [
        {
          id: "wamid.s",
          status: "failed",
          timestamp: "1764000000",
          recipient_id: person.phone,
          recipient_user_id: person.id,
          biz_opaque_callback_data: person.words,
          errors: [{ code: 131042, title: "Business eligibility payment issue" }],
        },
      ],
    },
  },
  {
    about: "clicks",
    field: "messages",
    value: { ...product, user_actions: [{ action_type: "x", click: { client_user_agent: person.words } }] },
  },
];

const groups = { group_id: "group-1", timestamp: 1_764_000_000, request_id: "request-1" };

export const unknownBodies: Documented[] = [
  unknown("history", {
    ...product,
    history: [{ threads: [{ id: person.phone, messages: [{ text: { body: person.words } }] }] }],
  }),
  unknown("message_echoes", {
    ...product,
    message_echoes: [{ to: person.phone, text: { body: person.words } }],
  }),
  unknown("smb_message_echoes", {
    ...product,
    message_echoes: [{ to: person.phone, to_user_id: person.id, text: { body: person.words } }],
  }),
  unknown("smb_app_state_sync", {
    ...product,
    state_sync: [
      { type: "contact", action: "add", contact: { full_name: person.name, phone_number: person.phone } },
    ],
  }),
  unknown("calls", {
    ...product,
    calls: [{ ...sender, id: "wacid.x", event: "connect", session: { sdp: person.words } }],
  }),
  unknown("user_preferences", {
    ...product,
    user_preferences: [
      { ...contact, detail: `${person.name} stopped`, category: "marketing_messages", value: "stop" },
    ],
  }),
  unknown("user_id_update", {
    ...product,
    contacts: [contact],
    user_id_update: [
      {
        wa_id: person.phone,
        detail: `User ${person.name} changed from one id to another`,
        user_id: { previous: person.id, current: person.id },
        parent_user_id: { previous: person.parent, current: person.parent },
        timestamp: "1764000000",
      },
    ],
  }),
  unknown("business_username_update", { ...about, username: person.username, status: "approved" }),
  unknown("business_username_updates", { ...metadata, username: person.username, status: "approved" }),
  unknown("group_lifecycle_update", {
    ...product,
    groups: [
      {
        ...groups,
        type: "group_create",
        subject: "Secret family",
        description: person.words,
        invite_link: person.link,
      },
    ],
  }),
  unknown("group_participants_update", {
    ...product,
    groups: [
      {
        ...groups,
        type: "group_participants_remove",
        initiated_by: "participant",
        wa_id: person.phone,
        username: person.username,
        removed_participants: [{ input: person.phone, user_id: person.id, username: person.username }],
        added_participants: [{ wa_id: person.phone, parent_user_id: person.parent }],
      },
    ],
  }),
  unknown("group_settings_update", {
    ...product,
    groups: [
      {
        ...groups,
        type: "group_settings_update",
        group_subject: { text: "Secret family", update_successful: true },
        group_description: { text: person.words },
        profile_picture: { url: person.link },
      },
    ],
  }),
  unknown("group_status_update", {
    ...product,
    groups: [{ ...groups, type: "group_suspend", title: "Secret family" }],
  }),
  unknown("standby", { ...product, standby: [{ ...sender, type: "text", text: { body: person.words } }] }),
  unknown(
    "standby",
    { ...product, contacts: [contact], messages: [{ ...sender, text: { body: person.words } }] },
    "standby, in the form of messages",
  ),
  unknown("messaging_handovers", {
    ...product,
    recipient: { ...metadata, id: "7203" },
    sender: { phone_number: person.phone, user_id: person.id },
    timestamp: "1764000000",
    control_passed: { metadata: `${person.name} waits, ${person.words}` },
  }),
  unknown("consumer_profile", {
    ...product,
    consumer_profile: { name: person.name, username: person.username, picture: person.link, ...sender },
  }),
  unknown("automatic_events", {
    ...product,
    automatic_events: [
      { id: person.phone, event_name: "Purchase", ctwa_clid: person.words, timestamp: 1764000000 },
    ],
  }),
  unknown("account_settings_update", {
    ...product,
    phone_number_settings: {
      phone_number_id: "7203",
      calling: { status: "ENABLED", greeting: person.words },
    },
  }),
  unknown("payment_configuration_update", {
    configuration_name: person.words,
    provider_name: "upi",
    status: "ACTIVE",
    merchant: person.name,
  }),
  unknown("partner_solutions", {
    event: "SOLUTION_CREATED",
    solution_id: "774485461512159",
    solution_status: "DRAFT",
  }),
  unknown("flows", {
    event: "FLOW_STATUS_CHANGE",
    message: `Flow ${person.words} changed its status`,
    flow_id: "6627390910605886",
    old_status: "DRAFT",
    new_status: "PUBLISHED",
  }),
  unknown("tracking_events", {
    ...product,
    events: [{ event_name: "click", tracking_data: { click_id: person.words, tracking_token: person.id } }],
  }),
  unknown("whatsapp_account", { waac_id: "880198427658001", event: "NUMBER_ADDED", name: person.name }),
  unknown("something_new", {
    note: `Ask ${person.name}`,
    [person.phone]: { [person.words]: 1 },
    age: 12025550199,
  }),
];
