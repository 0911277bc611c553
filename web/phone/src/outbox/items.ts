/** The records as the official sees them: each in one of four states. */
import type { ParcelContent, RecordBody } from "../api/contract";
import { blankDraft } from "./drafts";
import { type Draft, type Parcel, fact, store } from "./store";

export type ItemState = "writing" | "waiting" | "sent" | "refused";

export interface Item {
  id: string;
  state: ItemState;
  kind: string;
  who: string;
  who_post: string;
  text: string;
  at: string;
  has_demand: boolean;
  refusal: { status: number; words: string } | null;
  is_branch: boolean;
  is_faulty: boolean;
  is_opened: boolean;
  /** Written by somebody who used this phone before; only that person's device may send it. */
  is_foreign: boolean;
}

function ofDraft(draft: Draft): Item {
  const { id, kind, who, who_post, text, started_at, has_demand } = draft;
  const quiet = { refusal: null, is_branch: false, is_faulty: false, is_opened: false, is_foreign: false };
  return { id, state: "writing", kind, who, who_post, text, at: started_at, has_demand, ...quiet };
}

function stateOf(parcels: Parcel[], isForeign: boolean): ItemState {
  if (parcels.every((parcel) => parcel.state === "sent")) return "sent";
  if (isForeign || parcels.some((parcel) => parcel.state === "refused")) return "refused";
  return "waiting";
}

export function recordIn(parcel: Parcel): RecordBody {
  return (JSON.parse(parcel.bytes) as Extract<ParcelContent, { kind: "record" }>).body;
}

function ofParcels(parcels: Parcel[], officialId: string | undefined): Item | null {
  const record = parcels.find((parcel) => parcel.kind === "record");
  if (record === undefined) return null;
  const body = recordIn(record);
  const isForeign = record.official_id !== officialId;
  return {
    id: record.id,
    state: stateOf(parcels, isForeign),
    ...body,
    has_demand: parcels.length > 1,
    refusal: parcels.find((parcel) => parcel.refusal !== null)?.refusal ?? null,
    is_branch: parcels.some((parcel) => parcel.is_branch),
    is_faulty: parcels.some((parcel) => parcel.opened === "faulty"),
    is_opened: parcels.every((parcel) => parcel.opened === "opened"),
    is_foreign: isForeign,
  };
}

/** All records of this phone, newest first. */
export async function listItems(): Promise<Item[]> {
  const [drafts, parcels, official] = await Promise.all([store.drafts.toArray(), store.parcels.toArray(), fact("official")]);
  const frozen = [...byRecord(parcels).values()].map((group) => ofParcels(group, official?.id)).filter((item) => item !== null);
  const writing = drafts.filter((draft) => draft.dropped_at === null).map(ofDraft);
  return [...writing, ...frozen].sort((a, b) => b.id.localeCompare(a.id));
}

function byRecord(parcels: Parcel[]): Map<string, Parcel[]> {
  const groups = new Map<string, Parcel[]>();
  for (const parcel of parcels) groups.set(parcel.record_id, [...(groups.get(parcel.record_id) ?? []), parcel]);
  return groups;
}

export async function readItem(id: string): Promise<Item | null> {
  const [parcels, official] = await Promise.all([store.parcels.where("record_id").equals(id).toArray(), fact("official")]);
  return ofParcels(parcels, official?.id);
}

/** Records that the server does not hold yet; drafts are counted apart. */
export async function countUnsent(): Promise<number> {
  const open = await store.parcels.where("state").anyOf("waiting", "refused").toArray();
  return new Set(open.map((parcel) => parcel.record_id)).size;
}

export async function countDrafts(): Promise<number> {
  return store.drafts.filter((draft) => draft.dropped_at === null).count();
}

export async function countDropped(): Promise<number> {
  return store.drafts.filter((draft) => draft.dropped_at !== null).count();
}

/** Try a refused record again as it is. */
export async function tryAgain(recordId: string): Promise<void> {
  const refused = store.parcels.where("record_id").equals(recordId).filter((parcel) => parcel.state === "refused");
  await refused.modify({ state: "waiting", refusal: null, next_try_at: 0 });
}

/** Copy what was written into a new draft. The frozen one stays as it is. */
export async function copyToDraft(recordId: string): Promise<string | null> {
  const record = await store.parcels.get(recordId);
  if (record === undefined) return null;
  const { kind, who, who_post, text } = recordIn(record);
  const draft = { ...(await blankDraft(kind)), who, who_post, text };
  await store.drafts.put(draft);
  return draft.id;
}
