/** "记好了": a draft becomes frozen parcels, whole or not at all. */
import { v7 as uuid } from "uuid";
import type { ParcelContent } from "../api/contract";
import { freeze } from "../seal/canonical";
import { isoWithOffset } from "./moment";
import { type Draft, type Parcel, store, unlessFull } from "./store";

async function parcelOf(content: ParcelContent, owner: { id: string; record_id: string; official_id: string }): Promise<Parcel> {
  return {
    ...owner,
    kind: content.kind,
    ...(await freeze(content)),
    said_at: content.said_at,
    state: "waiting",
    tries: 0,
    next_try_at: 0,
    refusal: null,
    receipt: null,
    sent_at: null,
    is_branch: false,
    opened: null,
  };
}

function contents(draft: Draft, lookup: string | null, at: Date): ParcelContent[] {
  const said_at = isoWithOffset(at);
  const text = draft.text.trim();
  const record: ParcelContent = {
    v: 1,
    kind: "record",
    said_at,
    body: { kind: draft.kind, who: draft.who, who_post: draft.who_post.trim(), text, at: draft.started_at },
  };
  if (lookup === null) return [record];
  const { speaker, class_code, scope } = draft;
  return [record, { v: 1, kind: "voice", said_at, body: { record_id: draft.id, lookup, text, speaker, class_code, scope, consent: true } }];
}

/**
 * Freeze `draft`. With a demand in it, `lookup` is what the receipt code leaves behind and a second
 * parcel, the voice, names the record. Draft out, parcels in: one strict transaction.
 */
export async function finalise(draft: Draft, lookup: string | null, at: Date = new Date()): Promise<Parcel[]> {
  const parcels: Parcel[] = [];
  for (const content of contents(draft, lookup, at)) {
    const id = content.kind === "record" ? draft.id : uuid();
    parcels.push(await parcelOf(content, { id, record_id: draft.id, official_id: draft.official_id }));
  }
  await unlessFull(
    store.transaction("rw", store.drafts, store.parcels, async () => {
      await store.parcels.bulkAdd(parcels);
      await store.drafts.delete(draft.id);
    }),
  );
  return parcels;
}
