/** A saved draft as the form shows it. */
import { type Application, acknowledgements } from "#domain/requests/application.ts";
import type { AccountModel } from "#domain/routes/route-answers.ts";
import type { ApplicationForm } from "./application-form.ts";

export type DraftRow = {
  id: string;
  version: number;
  reference: string;
  status: string;
  phone_number: string;
  phone_country: string;
  reason: Application["reason"];
  reason_note: string | null;
  monthly_volume: number | null;
  old_provider_name: string;
  contact_name: string;
  contact_email: string;
  contact_phone: string | null;
  authorised_name: string | null;
  authorised_email: string | null;
  authorised_position: string | null;
  source_business_id: string | null;
  source_waba_id: string | null;
  source_phone_number_id: string | null;
  client_account_model: AccountModel | null;
  platform_account: string | null;
  acknowledgements: string[];
  client: { name: string } | null;
};

export const draftFields =
  "id,version,reference,status,phone_number,phone_country,reason,reason_note,monthly_volume,old_provider_name,contact_name,contact_email,contact_phone,authorised_name,authorised_email,authorised_position,source_business_id,source_waba_id,source_phone_number_id,client_account_model,platform_account,acknowledgements,client:clients(name)";

export function formOf(row: DraftRow): ApplicationForm {
  const samePerson = row.authorised_email === row.contact_email && row.authorised_name === row.contact_name;
  return {
    phoneCountry: row.phone_country,
    phoneNumber: row.phone_number,
    companyName: row.client?.name,
    contactName: row.contact_name,
    contactEmail: row.contact_email,
    contactPhone: row.contact_phone ?? undefined,
    thatsMe: samePerson,
    authorisedName: row.authorised_name ?? undefined,
    authorisedEmail: row.authorised_email ?? undefined,
    authorisedPosition: row.authorised_position ?? undefined,
    oldProviderName: row.old_provider_name,
    reason: row.reason,
    reasonNote: row.reason_note ?? undefined,
    monthlyVolume: row.monthly_volume,
    noIds: !(row.source_business_id || row.source_waba_id || row.source_phone_number_id),
    sourceBusinessId: row.source_business_id ?? undefined,
    sourceWabaId: row.source_waba_id ?? undefined,
    sourcePhoneNumberId: row.source_phone_number_id ?? undefined,
    accountModel: row.client_account_model ?? undefined,
    platformAccount: row.platform_account ?? undefined,
    // Points whose wording has changed since the draft was saved must be confirmed again.
    acknowledgements: row.acknowledgements.filter((item) => acknowledgements.some((point) => point === item)),
  };
}
