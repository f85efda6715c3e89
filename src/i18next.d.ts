import "i18next";
import type apply from "./locales/en/apply.json";
import type monitoring from "./locales/en/monitoring.json";
import type audit from "./locales/en/audit.json";
import type common from "./locales/en/common.json";
import type cutover from "./locales/en/cutover.json";
import type domain from "./locales/en/domain.json";
import type members from "./locales/en/members.json";
import type portal from "./locales/en/portal.json";
import type proof from "./locales/en/proof.json";
import type reports from "./locales/en/reports.json";
import type templates from "./locales/en/templates.json";
import type requests from "./locales/en/requests.json";
import type routes from "./locales/en/routes.json";
import type settings from "./locales/en/settings.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: {
      apply: typeof apply;
      monitoring: typeof monitoring;
      audit: typeof audit;
      common: typeof common;
      cutover: typeof cutover;
      domain: typeof domain;
      members: typeof members;
      portal: typeof portal;
      proof: typeof proof;
      reports: typeof reports;
      requests: typeof requests;
      routes: typeof routes;
      templates: typeof templates;
      settings: typeof settings;
    };
  }
}
