/** What became of parcels after they were kept, and a daily look whether the server still has them all. */
import type { Followed } from "../api/contract";
import { type Parcel, fact, note, store } from "./store";
import { getFollowed } from "./wire";

const DAY = 86_400_000;

function isFollowed(data: unknown): data is { parcels: Followed[] } {
  return typeof data === "object" && data !== null && Array.isArray((data as { parcels?: unknown }).parcels);
}

const seqOf = (parcel: Parcel) => parcel.receipt?.seq ?? 0;

/** Ask after parcels that nobody has opened yet; once a day after all of them. */
export async function follow(token: string, now: number): Promise<void> {
  const isWhole = now - ((await fact("reconciled_at")) ?? 0) > DAY;
  const sent = await store.parcels.where("state").equals("sent").toArray();
  const asked = isWhole ? sent : sent.filter((parcel) => parcel.opened !== "opened");
  if (asked.length === 0) return;
  const since = Math.min(...asked.map(seqOf)) - 1;
  const { status, data } = await getFollowed(token, since);
  if (status !== 200 || !isFollowed(data)) return;
  const told = new Map(data.parcels.map((row) => [row.id, row]));
  await store.transaction("rw", store.parcels, store.facts, async () => {
    for (const parcel of asked) await write(parcel, told.get(parcel.id), isWhole);
    if (isWhole) await note("reconciled_at", now);
  });
}

async function write(parcel: Parcel, row: Followed | undefined, isWhole: boolean): Promise<void> {
  if (row !== undefined) {
    await store.parcels.update(parcel.id, { opened: row.state, is_branch: parcel.is_branch || row.branches > 0 });
  } else if (isWhole) {
    // A server restored from an old backup has forgotten it; this phone has not.
    await store.parcels.update(parcel.id, { state: "waiting", next_try_at: 0 });
  }
}
