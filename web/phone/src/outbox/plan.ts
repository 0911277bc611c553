/** Today's page as the server last told it: cached first, renewed when there is a line. */
import type { Today } from "../api/contract";
import { fact, note, store } from "./store";
import { getToday } from "./wire";

const MINUTE = 60_000;

function isToday(data: unknown): data is Today {
  return typeof data === "object" && data !== null && Array.isArray((data as Partial<Today>).kinds);
}

async function noteSkew(serverTime: number | null, now: number): Promise<void> {
  if (serverTime !== null && !Number.isNaN(serverTime)) await note("skew_minutes", Math.round((now - serverTime) / MINUTE));
}

/** Ask for today's page. "failed": the server answered with something else, the old page stays. */
export async function refreshToday(token: string): Promise<"fresh" | "failed" | "stopped"> {
  const { status, data, etag, date } = await getToday(token, await fact("today_etag"));
  const now = Date.now();
  if (status === 401) return "stopped";
  if (status === 304) {
    await noteSkew(date, now);
    await note("today_at", now);
    return "fresh";
  }
  if (status !== 200 || !isToday(data)) return "failed";
  await store.transaction("rw", store.facts, async () => {
    await note("today", data);
    await note("today_etag", etag ?? "");
    await note("today_at", now);
    await note("official", data.official);
    await noteSkew(Date.parse(data.server_time), now);
  });
  return "fresh";
}
