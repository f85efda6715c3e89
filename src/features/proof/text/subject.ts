/** Which number moved, and from where to where. */
import { nothing, type Render } from "./block.ts";

export const renderSubject: Render<"subject"> = (subject, { t, time }) => {
  const account = ({ wabaId, phoneNumberId }: { wabaId: string | null; phoneNumberId: string | null }) =>
    t("subject.ids", { waba: wabaId ?? nothing, number: phoneNumberId ?? nothing });
  return [
    {
      kind: "table",
      label: t("section.subject"),
      head: [t("subject.fact"), t("subject.value")],
      rows: [
        [t("subject.number"), subject.phoneNumber],
        [t("subject.status"), t(`domain:status.${subject.status}`)],
        [t("subject.client"), subject.client],
        [t("subject.provider"), subject.provider],
        [t("subject.old_provider"), subject.oldProvider],
        [t("subject.route"), subject.route ?? nothing],
        ...(subject.bothLiveSince ? [[t("subject.both_live"), time(subject.bothLiveSince)]] : []),
        [t("subject.source"), account(subject.source)],
        [t("subject.destination"), account(subject.destination)],
        ...Object.entries(subject.tracks).map(([track, state]) => [
          t("subject.track", { track: t(`domain:track.${track}` as "domain:track.number") }),
          t(`domain:track_state.${state}`),
        ]),
      ],
    },
  ];
};
