/** Records still being written. */
import { v7 as uuid } from "uuid";
import { isoWithOffset } from "./moment";
import { type Draft, fact, store, unlessFull } from "./store";

const KEEP_DROPPED_DAYS = 30;
const DAY = 86_400_000;

/** A blank draft, not stored before something is written in it. Its id is the record's id for ever. */
export async function blankDraft(kind: string, at: Date = new Date()): Promise<Draft> {
  const official = await fact("official");
  const moment = isoWithOffset(at);
  return {
    id: uuid(),
    official_id: official?.id ?? "",
    kind,
    who: "",
    who_post: "",
    text: "",
    has_demand: false,
    has_consent: false,
    speaker: "worker",
    class_code: null,
    scope: null,
    started_at: moment,
    changed_at: moment,
    dropped_at: null,
  };
}

export async function readDraft(id: string): Promise<Draft | undefined> {
  return store.drafts.get(id);
}

/** Keep the draft as it is now. It is on the disk when this returns; PhoneIsFull where there is no room. */
export async function keepDraft(draft: Draft, at: Date = new Date()): Promise<Date> {
  await unlessFull(store.drafts.put({ ...draft, changed_at: isoWithOffset(at) }));
  return at;
}

/** Put a draft aside. It can be fetched back for thirty days. */
export async function dropDraft(id: string, at: Date = new Date()): Promise<void> {
  await store.drafts.update(id, { dropped_at: isoWithOffset(at) });
}

export async function fetchBackDrafts(): Promise<void> {
  await store.drafts.filter((draft) => draft.dropped_at !== null).modify({ dropped_at: null });
}

export async function forgetDropped(now: number): Promise<void> {
  const before = now - KEEP_DROPPED_DAYS * DAY;
  await store.drafts.filter((draft) => draft.dropped_at !== null && Date.parse(draft.dropped_at) < before).delete();
}
