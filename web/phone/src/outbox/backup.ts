/** The last resort: everything this phone has not handed over, as one file. */
import { isoWithOffset } from "./moment";
import { fact, store } from "./store";

export interface Backup {
  name: string;
  text: string;
}

/** Drafts and unsent parcels, bytes as frozen. It is not sealed: it holds what people said. */
export async function makeBackup(at: Date = new Date()): Promise<Backup> {
  const parcels = await store.parcels.where("state").anyOf("waiting", "refused").toArray();
  const content = {
    format: "dundian-phone-backup/1",
    made_at: isoWithOffset(at),
    official: (await fact("official")) ?? null,
    drafts: await store.drafts.toArray(),
    parcels: parcels.map(({ id, record_id, kind, state, said_at, sha256, bytes }) => ({ id, record_id, kind, state, said_at, sha256, bytes })),
  };
  const stamp = content.made_at.slice(0, 16).replace(/[-:]/g, "").replace("T", "-");
  return { name: `dundian-${stamp}.json`, text: JSON.stringify(content, null, 2) };
}
