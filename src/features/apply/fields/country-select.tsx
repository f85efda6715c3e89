/** All countries with flag, name and calling code, found by any of them. */
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../lib/format.ts";
import { idle } from "../../../lib/when-idle.ts";

export type CountrySelectProps = {
  id?: string;
  value?: string;
  onChange?: (country: string) => void;
};

export function CountrySelect({ id, value, onChange }: CountrySelectProps) {
  const { i18n } = useTranslation("apply");
  const format = useFormat();
  const { data = [], isLoading } = useQuery({
    queryKey: ["phone-countries"],
    queryFn: async () => {
      await idle();
      return (await import("#domain/requests/phone-countries.ts")).phoneCountries();
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  const options = useMemo(() => {
    return data
      .map(({ country, callingCode }) => ({
        value: country,
        label: `${flag(country)} ${format.region(country)} +${callingCode}`,
        search: `${format.region(country)} ${country} +${callingCode}`.toLowerCase(),
      }))
      .toSorted((a, b) => a.search.localeCompare(b.search, i18n.language));
  }, [data, format, i18n.language]);
  return (
    <Select
      id={id}
      size="large"
      showSearch
      // Only the plain list gives its items the role of options.
      virtual={false}
      getPopupContainer={(field) => field.parentElement ?? document.body}
      loading={isLoading}
      value={options.length > 0 ? value : undefined}
      onChange={onChange}
      options={options}
      filterOption={(typed, option) => option?.search.includes(typed.toLowerCase()) ?? false}
    />
  );
}

/** Two regional indicator letters, which fonts draw as a flag. */
function flag(country: string): string {
  return String.fromCodePoint(...Array.from(country, (letter) => 0x1f1a5 + letter.charCodeAt(0)));
}
