import { render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { SignupState } from "./signup-state.tsx";

vi.mock("react-i18next", () => ({
  useTranslation: () => ({
    t: (key: string, values?: object) => [key, ...Object.values(values ?? {})].join(" "),
  }),
}));

it("marks a report as the client's browser's, and explains Meta's code", () => {
  render(
    <SignupState
      result={{ error: "signup_end_error", reported: true, metaCode: "2388107" }}
      shares={false}
    />,
  );
  expect(screen.getByText("signup.reported domain:error.signup_end_error")).toBeTruthy();
  expect(screen.getByText("signup.meta_code 2388107 domain:signup_problem.restricted")).toBeTruthy();
});

it("shows the screen where the client left, and an unexplained code as itself", () => {
  const result = { error: "signup_end_cancelled", reported: true as const };
  const { rerender } = render(<SignupState result={{ ...result, screen: "PERMISSIONS" }} shares={false} />);
  expect(screen.getByText("domain:signup_screen.PERMISSIONS")).toBeTruthy();
  rerender(<SignupState result={{ ...result, error: "signup_end_error", metaCode: "7" }} shares={false} />);
  expect(screen.getByText("signup.meta_code 7 domain:signup_problem.not_listed")).toBeTruthy();
});

it("shows results of Meta's answers as ours", () => {
  render(<SignupState result={{ error: "signup_not_granted" }} shares={false} />);
  expect(screen.getByText("domain:error.signup_not_granted")).toBeTruthy();
});

it("waits without a warning", () => {
  render(<SignupState result={null} shares={false} />);
  expect(screen.getByText("signup.waiting")).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
});

it("does not say of a shared number that the old provider stops", () => {
  render(<SignupState result={null} shares />);
  expect(screen.getByText("signup.waiting_shared")).toBeTruthy();
  expect(screen.queryByText("signup.waiting")).toBeNull();
});
