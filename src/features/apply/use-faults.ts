/** Shows faults at their fields and puts the focus on the first. */
import type { FormInstance } from "antd";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { type ApplicationForm, fieldOrder } from "./application-form.ts";

/** `field` may come from elsewhere: fields that the form lacks are ignored. */
export function useFaults(form: FormInstance<ApplicationForm>) {
  const { t, i18n } = useTranslation("domain");
  return useCallback(
    (faults: readonly { field: string; code: string }[]) => {
      const known = fieldOrder.filter((name) => faults.some(({ field }) => field === name));
      form.setFields(
        known.map((name) => {
          const code = faults.find(({ field }) => field === name)?.code ?? "invalid";
          const key = i18n.exists(`field.${code}`, { ns: "domain" }) ? code : "invalid";
          return { name, errors: [t(`field.${key}` as "field.invalid")] };
        }),
      );
      if (known[0]) focusField(known[0]);
    },
    [form, t, i18n],
  );
}

/** A field of several boxes or buttons has its id on the group around them. */
function focusField(name: string): void {
  const element = document.getElementById(`apply_${name}`);
  const target = element?.matches("input, textarea, select, button")
    ? element
    : element?.querySelector("input");
  target?.scrollIntoView({ block: "center" });
  if (target instanceof HTMLElement) target.focus({ preventScroll: true });
}
