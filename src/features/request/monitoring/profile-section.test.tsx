import { render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { Profiles } from "../../../queries/profile-snapshots.ts";
import { ProfileSection } from "./profile-section.tsx";

const read = vi.hoisted(() => ({ profiles: {} as unknown }));

vi.mock("../../../queries/profile-snapshots.ts", () => ({ useProfiles: () => read.profiles }));
vi.mock("react-i18next", () => ({
  useTranslation: () => ({ t: (key: string) => key, i18n: { language: "en", exists: () => true } }),
}));

const before = {
  about: "Thread",
  email: "shop@example.com",
  websites: ["https://a.example/"],
  hasPicture: true,
};

function show(profiles: Partial<Profiles>): void {
  read.profiles = { before, after: before, isLoading: false, ...profiles };
  render(<ProfileSection requestId="r" />);
}

it("shows each changed field with its previous value, ready to be restored", () => {
  show({ after: { about: "Thread", email: "", websites: ["https://b.example/"], hasPicture: false } });
  const rows = screen.getAllByRole("row").map((row) => row.textContent);
  expect(rows).toEqual([
    "profile.field_headingprofile.beforeprofile.after",
    "profile.field.emailshop@example.comprofile.none",
    "profile.field.websiteshttps://a.example/https://b.example/",
    "profile.field.pictureprofile.yesprofile.none",
  ]);
});

it("says that nothing has changed, or that one side could not be read, and shows no values", () => {
  show({});
  expect(screen.getByText("profile.same")).toBeTruthy();
  expect(screen.queryByRole("table")).toBeNull();
  document.body.innerHTML = "";
  show({ before: null });
  expect(screen.getByText("profile.unread")).toBeTruthy();
  expect(screen.queryByRole("table")).toBeNull();
});
