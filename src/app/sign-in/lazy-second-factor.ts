/** The page of the second factor, loaded by the people who are asked for one or set it up. */
import { lazy } from "react";
import { page } from "../../providers/feature.ts";

export const SecondFactorPage = lazy(page(() => import("./second-factor-page.tsx"), "SecondFactorPage"));
