/** The proof of a move, for the provider's people and for the client. */
import { type Feature, page } from "../../providers/feature.ts";

const proof = page(() => import("./proof-page.tsx"), "ProofPage");

export const feature: Feature = {
  name: "snapshots",
  routes: [
    { path: "/requests/:id/proof", page: proof, audience: ["admin", "manager", "analyst"] },
    { path: "/my/:id/proof", page: proof, audience: "clients" },
  ],
};
