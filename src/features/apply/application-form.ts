/** What the form holds while it is being filled in, and how that becomes an application. */
import type { Application } from "#domain/requests/application.ts";
import { type AccountModelChoice, chosenModel } from "../../widgets/account-model-item.tsx";

/** Values as typed; anything may still be missing. */
export type ApplicationForm = {
  phoneCountry?: string;
  phoneNumber?: string;
  companyName?: string;
  contactName?: string;
  contactEmail?: string;
  contactPhone?: string;
  thatsMe?: boolean;
  authorisedName?: string;
  authorisedEmail?: string;
  authorisedPosition?: string;
  oldProviderName?: string;
  reason?: Application["reason"];
  reasonNote?: string;
  monthlyVolume?: number | null;
  noIds?: boolean;
  sourceBusinessId?: string;
  sourceWabaId?: string;
  sourcePhoneNumberId?: string;
  accountModel?: AccountModelChoice;
  platformAccount?: string;
  acknowledgements?: string[];
};
export type ApplicationField = keyof ApplicationForm;

/** The fields in the order of the page: the first faulty one gets the focus. */
export const fieldOrder: readonly ApplicationField[] = [
  "phoneCountry",
  "phoneNumber",
  "companyName",
  "contactName",
  "contactEmail",
  "contactPhone",
  "authorisedName",
  "authorisedEmail",
  "authorisedPosition",
  "oldProviderName",
  "reason",
  "reasonNote",
  "monthlyVolume",
  "sourceBusinessId",
  "sourceWabaId",
  "sourcePhoneNumberId",
  "accountModel",
  "platformAccount",
  "acknowledgements",
];

const textOrNull = (text: string | undefined) => (text?.trim() ? text.trim() : null);

/** The application's fields except number, country and reason, which are validated separately. */
export function applicationFields(form: ApplicationForm) {
  const ids = (id: string | undefined) => (form.noIds ? null : textOrNull(id));
  return {
    companyName: form.companyName ?? "",
    contactName: form.contactName ?? "",
    contactEmail: form.contactEmail ?? "",
    contactPhone: textOrNull(form.contactPhone),
    authorisedName: textOrNull(form.thatsMe ? form.contactName : form.authorisedName),
    authorisedEmail: textOrNull(form.thatsMe ? form.contactEmail : form.authorisedEmail),
    authorisedPosition: textOrNull(form.authorisedPosition),
    oldProviderName: form.oldProviderName ?? "",
    reasonNote: textOrNull(form.reasonNote),
    monthlyVolume: form.monthlyVolume ?? null,
    sourceBusinessId: ids(form.sourceBusinessId),
    sourceWabaId: ids(form.sourceWabaId),
    sourcePhoneNumberId: ids(form.sourcePhoneNumberId),
    accountModel: chosenModel(form.accountModel) ?? null,
    platformAccount: textOrNull(form.platformAccount),
    acknowledgements: form.acknowledgements ?? [],
  };
}
