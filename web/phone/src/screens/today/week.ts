/** Where in the week today stands, and which shift is running. */
import type { Group, Shift } from "../../api/contract";
import { dayOf, daysBetween } from "../../look/dates";

export type Place = { when: "before"; days: number } | { when: "within"; no: number } | { when: "after" };

export function placeInWeek(group: Group, today: Date): Place {
  const before = daysBetween(today, dayOf(group.start_on));
  if (before > 0) return { when: "before", days: before };
  if (daysBetween(dayOf(group.end_on), today) > 0) return { when: "after" };
  return { when: "within", no: 1 - before };
}

function minutes(clock: string): number {
  const [hours = 0, mins = 0] = clock.split(":").map(Number);
  return hours * 60 + mins;
}

type Span = Pick<Shift, "start" | "end">;

export function isOvernight(shift: Span): boolean {
  return minutes(shift.end) <= minutes(shift.start);
}

export function isRunning(shift: Span, now: Date): boolean {
  const at = now.getHours() * 60 + now.getMinutes();
  const [start, end] = [minutes(shift.start), minutes(shift.end)];
  return isOvernight(shift) ? at >= start || at < end : at >= start && at < end;
}
