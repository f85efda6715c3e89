/** Validates the filled form as the commands will: faults show at their fields before anything is sent. */
import { type Application, submittableApplication } from "#domain/requests/application.ts";
import { parsePhoneNumber } from "#domain/requests/phone-number.ts";
import {
  type ApplicationField,
  type ApplicationForm,
  applicationFields,
  fieldOrder,
} from "./application-form.ts";

export type FieldFault = { field: ApplicationField; code: string };

const metaIds = ["sourceBusinessId", "sourceWabaId", "sourcePhoneNumberId"] as const;

/** Either the application, or every fault in the order of the form. */
export function checkApplication(
  form: ApplicationForm,
  locale: "en" | "ru",
): { application: Application } | { faults: FieldFault[] } {
  const phone = checkNumber(form);
  const faults: FieldFault[] = "faults" in phone ? phone.faults : [];
  if (!form.reason) faults.push({ field: "reason", code: "required" });
  if (!form.noIds) {
    for (const field of metaIds) if (!form[field]?.trim()) faults.push({ field, code: "required" });
  }

  const parsed = submittableApplication.safeParse({
    ...applicationFields(form),
    // Placeholders for known faults allow the other fields to be validated.
    phoneNumber: "e164" in phone ? phone.e164 : "+10000000000",
    phoneCountry: form.phoneCountry ?? "ZZ",
    locale,
    reason: form.reason ?? "service",
  });
  if (parsed.success && faults.length === 0) return { application: parsed.data };
  for (const issue of parsed.error?.issues ?? []) {
    const field = fieldOrder.find((name) => name === issue.path[0]);
    if (field)
      faults.push({ field: shownAt(field, form), code: form[field] ? issue.message : codeOfEmpty(field) });
  }
  return { faults: inOrder(faults) };
}

function checkNumber({
  phoneNumber,
  phoneCountry,
}: ApplicationForm): { e164: string } | { faults: FieldFault[] } {
  const faults: FieldFault[] = [];
  if (!phoneCountry) faults.push({ field: "phoneCountry", code: "country_invalid" });
  if (!phoneNumber?.trim()) faults.push({ field: "phoneNumber", code: "required" });
  if (!phoneCountry || !phoneNumber?.trim()) return { faults };
  const result = parsePhoneNumber(phoneNumber, phoneCountry);
  if ("number" in result) return { e164: result.number.e164 };
  return { faults: [{ field: "phoneNumber", code: result.problem }] };
}

/** The fault code of an empty field, which differs from that of a wrong value. */
function codeOfEmpty(field: ApplicationField): string {
  return field === "acknowledgements" ? "acknowledgements_missing" : "required";
}

/** With "that is me" the authorised person has no fields of their own. */
function shownAt(field: ApplicationField, form: ApplicationForm): ApplicationField {
  if (!form.thatsMe) return field;
  if (field === "authorisedName") return "contactName";
  return field === "authorisedEmail" ? "contactEmail" : field;
}

/** One fault per field, the first one found. */
export function inOrder(faults: readonly FieldFault[]): FieldFault[] {
  return fieldOrder.flatMap((name) => faults.find(({ field }) => field === name) ?? []);
}
