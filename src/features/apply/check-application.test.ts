import { expect, it } from "vitest";
import { acknowledgements } from "#domain/requests/application.ts";
import type { ApplicationForm } from "./application-form.ts";
import { checkApplication } from "./check-application.ts";

const filled: ApplicationForm = {
  phoneCountry: "GB",
  phoneNumber: "07400 123456",
  companyName: "Acme",
  contactName: "Ann",
  contactEmail: "ann@acme.example",
  thatsMe: true,
  oldProviderName: "Old",
  reason: "price",
  noIds: true,
  acknowledgements: [...acknowledgements],
};

const faults = (change: ApplicationForm) => {
  const result = checkApplication({ ...filled, ...change }, "en");
  return "faults" in result ? result.faults.map(({ field, code }) => `${field} ${code}`) : [];
};

it("turns a filled form into an application, its number into E.164", () => {
  const result = checkApplication(filled, "en");
  expect(result).toMatchObject({
    application: {
      phoneNumber: "+447400123456",
      authorisedName: "Ann",
      authorisedEmail: "ann@acme.example",
      sourceWabaId: null,
      locale: "en",
    },
  });
});

it.each([
  [undefined, null],
  ["unknown", null],
  ["old", "old"],
  ["new", "new"],
] as const)("takes %s for the account model %s", (accountModel, expected) => {
  expect(checkApplication({ ...filled, accountModel }, "en")).toMatchObject({
    application: { accountModel: expected },
  });
});

it("shows every fault at once, in the order of the form", () => {
  const result = checkApplication({}, "ru");
  expect("faults" in result && result.faults.map(({ field }) => field)).toEqual([
    "phoneCountry",
    "phoneNumber",
    "companyName",
    "contactName",
    "contactEmail",
    "authorisedName",
    "authorisedEmail",
    "oldProviderName",
    "reason",
    "sourceBusinessId",
    "sourceWabaId",
    "sourcePhoneNumberId",
    "acknowledgements",
  ]);
});

it.each([
  [{ phoneNumber: "123" }, "phoneNumber phone_invalid"],
  [{ phoneNumber: "+33 6 12 34 56 78" }, "phoneNumber country_mismatch"],
  [{ contactEmail: "" }, "contactEmail required"],
  [{ contactEmail: "ann" }, "contactEmail email_invalid"],
  [
    { noIds: false, sourceBusinessId: "12x", sourceWabaId: "12345", sourcePhoneNumberId: "12345" },
    "sourceBusinessId meta_id_invalid",
  ],
  [{ reason: "other" as const }, "reasonNote required"],
  [{ acknowledgements: ["history_stays"] }, "acknowledgements acknowledgements_missing"],
  [{ monthlyVolume: -1 }, "monthlyVolume volume_invalid"],
])("finds in %j the fault %s", (change, fault) => {
  expect(faults(change)).toEqual([fault]);
});
