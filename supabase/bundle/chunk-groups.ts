/**
 * Which modules that several pages share travel in one file: left to itself the bundler makes a file for every set of
 * pages, 40 to 140 of them a page. First what every page needs, then antd's components as the pages need them.
 */
import type { Rolldown } from "vite";

type Group = Rolldown.CodeSplittingGroup;

const shared = (name: string, ...patterns: string[]) => ({
  name,
  test: new RegExp(`/(${patterns.join("|")})`),
  minShareCount: 2,
});
const antd = (...components: string[]) => `(antd/es|@rc-component)/(${components.join("|")})/`;

/** Earlier ones take a module first, and what it imports with it. */
const inOrder: Omit<Group, "priority">[] = [
  { name: "base", tags: ["$initial"] },
  shared("refine", "@refinedev/(core|react-router)/", "(lodash-es|pluralize|qs|papaparse)/"),
  shared(
    "frame",
    "src/app/frame/frame-menu",
    "src/app/sign-in/use-sign-out",
    "src/domain/access/email-address",
    "src/ui/(text|page-heading|link-button|disclosure|empty-state|code-input|use-|brand|relative-time|layout)",
    "antd/es/(_util|style|theme|config-provider)/",
    antd("layout", "space", "card", "empty", "grid", "tag"),
    "@ant-design/icons",
  ),
  shared("input", antd("input")),
  shared("form", antd("form", "async-validator")),
  shared("choices", antd("checkbox", "radio", "input-number")),
  shared("trigger", antd("trigger", "portal")),
  shared("typography", antd("typography")),
  shared("select", antd("select", "virtual-list", "overflow", "spin")),
  shared("popup", antd("tooltip", "popover", "popconfirm", "menu", "dropdown")),
  shared("dialog", antd("modal", "dialog")),
  shared(
    "table",
    antd("table", "pagination", "descriptions", "drawer"),
    "@refinedev/antd/",
    "src/ui/table-rows",
    "sunflower-antd/",
  ),
  shared("picker", antd("picker", "date-picker")),
  shared("upload", antd("upload", "progress")),
  shared("phones", "libphonenumber-js/metadata.min", "libphonenumber-js/min/"),
  // What the public application shares with other pages, apart from what needs Refine.
  shared(
    "visitors",
    "src/domain/(requests/application|routes/route-answers|status/statuses|functions/(edge|commands)-function)",
    "src/lib/(contrast|format-phone|when-idle)",
    "src/queries/commands/error-text",
    "src/ui/(theme|error-state|use-countdown)",
    "src/providers/(?!notify)",
  ),
  shared("rules", "src/domain/", "src/lib/"),
  shared(
    "widgets",
    "src/queries/",
    "src/ui/(?!id-text|table|form-select)",
    "src/widgets/(?!pin-|gap-text|account-model|monitoring-check|template-score|week-hours)",
  ),
];

export const chunkGroups: Group[] = inOrder.map((group, index) => ({
  ...group,
  priority: inOrder.length - index,
}));
