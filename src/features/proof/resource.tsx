/** The proof of a move, for the provider's staff and for the client. */
import { type Feature, page } from "../../providers/feature.ts";

const staffPage = page(() => import("./proof-page.tsx"), "StaffProofPage");
const clientPage = page(() => import("./proof-page.tsx"), "ClientProofPage");

export const feature: Feature = {
  name: "snapshots",
  texts: ["proof"],
  routes: [
    { path: "/requests/:id/proof", page: staffPage, frame: "staff", action: "show" },
    { path: "/my/:id/proof", page: clientPage, frame: "client" },
  ],
};
