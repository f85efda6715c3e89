/** The frames and the pages that belong to no feature; each is loaded by the people who see it. */
import { lazy } from "react";
import { type Frame, page } from "../providers/feature.ts";

const staffFrame = page(() => import("./frame/staff-frame.tsx"), "StaffFrame");
const clientFrame = page(() => import("./frame/client-frame.tsx"), "ClientFrame");
const publicFrame = page(() => import("./frame/public-frame.tsx"), "PublicFrame");

export const StaffFrame = lazy(staffFrame);
export const ClientFrame = lazy(clientFrame);
export const PublicFrame = lazy(publicFrame);
export const loadFrame: Record<Frame, () => Promise<unknown>> = {
  staff: staffFrame,
  client: clientFrame,
  public: publicFrame,
};

export const loadRefine = page(() => import("./in-refine.tsx"), "InRefine");
export const InRefine = lazy(loadRefine);

export const loadSignIn = page(() => import("./sign-in/sign-in-page.tsx"), "SignInPage");
export const SignInPage = lazy(loadSignIn);

export const Invitations = lazy(page(() => import("./invitations.tsx"), "Invitations"));
export const NoAccess = lazy(page(() => import("./no-access.tsx"), "NoAccess"));
export const NotForYou = lazy(page(() => import("./not-for-you.tsx"), "NotForYou"));
export const NotFound = lazy(page(() => import("./not-found.tsx"), "NotFound"));
