/** What this phone keeps. Every write is strict: it is on the disk before anybody is told so. */
import Dexie, { type EntityTable, type Table } from "dexie";
import type { Official, Opened, Receipt, Scope, Speaker, Today } from "../api/contract";

/** A record still being written: kept on every keystroke, changeable, never sent. */
export interface Draft {
  id: string;
  official_id: string;
  kind: string;
  who: string;
  who_post: string;
  text: string;
  has_demand: boolean;
  has_consent: boolean;
  speaker: Speaker;
  class_code: string | null;
  scope: Scope | null;
  started_at: string;
  changed_at: string;
  dropped_at: string | null;
}

export type ParcelState = "waiting" | "sent" | "refused";

/** Frozen bytes on their way. From here on nothing in `bytes` changes; a correction is a new record. */
export interface Parcel {
  id: string;
  record_id: string;
  official_id: string;
  kind: "record" | "voice";
  bytes: string;
  sha256: string;
  said_at: string;
  state: ParcelState;
  tries: number;
  next_try_at: number;
  refusal: { status: number; words: string } | null;
  receipt: Receipt | null;
  sent_at: number | null;
  is_branch: boolean;
  opened: Opened | null;
}

/** Single facts about this phone. */
export interface Facts {
  device_token: string;
  official: Official;
  is_revoked: boolean;
  today: Today;
  today_etag: string;
  today_at: number;
  last_sync_at: number;
  skew_minutes: number;
  reconciled_at: number;
  mark: string;
  wiped_at: number;
  install_later_until: number;
  persist_refused_at: number;
  last_kind: string;
}

class Store extends Dexie {
  drafts!: EntityTable<Draft, "id">;
  parcels!: EntityTable<Parcel, "id">;
  facts!: Table<{ key: keyof Facts; value: unknown }, keyof Facts>;

  constructor() {
    super("dundian", { chromeTransactionDurability: "strict" });
    this.version(1).stores({ drafts: "id, changed_at", parcels: "id, record_id, state", facts: "key" });
  }
}

export const store = new Store();

export async function fact<K extends keyof Facts>(key: K): Promise<Facts[K] | undefined> {
  return (await store.facts.get(key))?.value as Facts[K] | undefined;
}

export async function note<K extends keyof Facts>(key: K, value: Facts[K]): Promise<void> {
  await store.facts.put({ key, value });
}

export async function forget(...keys: (keyof Facts)[]): Promise<void> {
  await store.facts.bulkDelete(keys);
}

/** The system gives no more room on this phone. */
export class PhoneIsFull extends Error {}

/** Wait for a write; a full phone is told apart from every other fault. */
export async function unlessFull<T>(write: PromiseLike<T>): Promise<T> {
  try {
    return await write;
  } catch (fault) {
    if (/QuotaExceeded/.test(String(fault))) throw new PhoneIsFull();
    throw fault;
  }
}
