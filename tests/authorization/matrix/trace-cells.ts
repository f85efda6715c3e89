/** What permitted commands leave behind: in whose name they are done, and who may be assigned work. */
import { type Permission, permits } from "#domain/access/permissions.ts";
import { type Attacker, type Place, places, rolesOn, type Fixture } from "./attackers.ts";
import type { Cell } from "./attempts.ts";

export function traceCells(attacker: Attacker, fixture: Fixture): Cell[] {
  const may = (permission: Permission) =>
    places.filter((place) => permits(rolesOn(attacker, place), permission));
  return [
    ...may("comment.client").map((place) => commentCell(attacker, fixture, place)),
    ...may("request.assign").flatMap((place) => assignCells(fixture, place)),
  ];
}

/** A comment and its event record the author's current side, whatever it was before. */
function commentCell(attacker: Attacker, { requests }: Fixture, place: Place): Cell {
  const isClient = rolesOn(attacker, place).every((role) => role === "client");
  return {
    name: `author of a comment on ${place}`,
    statement: `select public.add_comment('${requests[place]}', 'client', 'traced')::text`,
    follow: `select (select author_side from public.comments where body = 'traced') || ' ' ||
      (select actor_kind from public.events order by id desc limit 1)`,
    want: [isClient ? "client client" : "provider member"],
  };
}

/** A request can be assigned only to people who now work for its provider and can work on it. */
function assignCells({ tenants, requests, endedMembership }: Fixture, place: Place): Cell[] {
  const { manager, analyst, foreignAdmin } = tenants.members;
  const refused = "PT404 member_not_found";
  const home = place !== "foreign";
  const wants: [who: string, member: string, want: string][] = [
    ["a manager of the home provider", manager, home ? manager : refused],
    ["an admin of the other provider", foreignAdmin, home ? refused : foreignAdmin],
    ["an analyst", analyst, refused],
    ["somebody who has left", endedMembership, refused],
  ];
  return wants.map(([who, member, want]) => ({
    name: `${place} given to ${who}`,
    statement: `select public.assign_request('${requests[place]}', 1, '${member}')::text`,
    follow: `select assignee_id from public.request_staff_data where request_id = '${requests[place]}'`,
    want: [want],
  }));
}
