/**
 * Bringing parcels to the server: on open, when the network returns, when the page is looked at again,
 * every half minute while it is open, and by hand. It needs neither background sync nor push.
 */
import { shallowReactive } from "vue";
import { judge } from "../api/answers";
import { forgetDropped } from "./drafts";
import { follow } from "./follow";
import { refreshToday } from "./plan";
import { type Parcel, fact, note, store } from "./store";
import { putParcel, Unreachable } from "./wire";

export type Outcome = "done" | "unreachable" | "stopped" | "busy" | "not-enrolled";

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 10 * 60_000;
const EVERY_MS = 30_000;
const SOON_MS = 3_000;
const KEEP_MS = 45 * 86_400_000; // longer than the thirty days that are promised
const LOCK = "dundian-sync";

/** What the screens say about the line. */
export const line = shallowReactive({ isRunning: false, outcome: "done" as Outcome, todayFailed: false });

/** How long to wait after the nth try, with jitter so that a workshop of phones does not knock at once. */
export function backOff(tries: number, random: number): number {
  const wait = Math.min(FIRST_WAIT_MS * 2 ** Math.min(tries, 10), LONGEST_WAIT_MS);
  return wait * (0.75 + random / 2);
}

async function wait(parcel: Parcel): Promise<void> {
  const tries = parcel.tries + 1;
  await store.parcels.update(parcel.id, { tries, next_try_at: Date.now() + backOff(tries, Math.random()) });
}

/** Send one parcel and write down what became of it. */
async function send(token: string, parcel: Parcel): Promise<"next" | "stopped"> {
  let answer;
  try {
    answer = await putParcel(token, parcel);
  } catch (fault) {
    if (fault instanceof Unreachable) await wait(parcel);
    throw fault;
  }
  const verdict = judge(answer.status, answer.data, parcel);
  if (verdict.meaning === "stopped") return "stopped";
  if (verdict.meaning === "later") await wait(parcel);
  if (verdict.meaning === "refused") {
    await store.parcels.update(parcel.id, { state: "refused", refusal: { status: verdict.status, words: verdict.words } });
  }
  if (verdict.meaning === "kept") {
    const { receipt, branch } = verdict;
    await store.parcels.update(parcel.id, { state: "sent", receipt, is_branch: branch, sent_at: Date.now(), refusal: null });
  }
  return "next";
}

async function sendAll(token: string, isForced: boolean): Promise<Outcome> {
  const official = await fact("official");
  const waiting = await store.parcels.where("state").equals("waiting").sortBy("id"); // ids grow with time: oldest first
  for (const parcel of waiting) {
    if (parcel.official_id !== official?.id) continue; // another person's words go out under that person's name only
    if (!isForced && parcel.next_try_at > Date.now()) continue;
    if ((await send(token, parcel)) === "stopped") return "stopped";
  }
  return "done";
}

async function forgetOld(now: number): Promise<void> {
  const isOld = (parcel: Parcel) => parcel.sent_at !== null && parcel.sent_at < now - KEEP_MS;
  await store.parcels.where("state").equals("sent").filter(isOld).delete();
  await forgetDropped(now);
}

async function round(isForced: boolean): Promise<Outcome> {
  const token = await fact("device_token");
  if (token === undefined) return "not-enrolled";
  let outcome = await sendAll(token, isForced);
  if (outcome === "done") {
    const today = await refreshToday(token);
    line.todayFailed = today === "failed";
    if (today === "stopped") outcome = "stopped";
  }
  await note("is_revoked", outcome === "stopped");
  if (outcome === "stopped") return outcome;
  await follow(token, Date.now());
  await note("last_sync_at", Date.now());
  await forgetOld(Date.now());
  return outcome;
}

async function guarded(isForced: boolean): Promise<Outcome> {
  try {
    return await round(isForced);
  } catch (fault) {
    if (fault instanceof Unreachable) return "unreachable";
    throw fault;
  }
}

/** One page of this phone syncs at a time. Asked for, a page waits for its turn; on the timer it lets it pass. */
async function inTurn(isForced: boolean): Promise<Outcome> {
  const locks = navigator.locks as LockManager | undefined; // absent in old browsers: then each page syncs, which is only more work
  if (locks === undefined) return guarded(isForced);
  return locks.request(LOCK, { ifAvailable: !isForced }, (lock): Promise<Outcome> | Outcome => (lock === null ? "busy" : guarded(isForced)));
}

let isAskedAgain = false;

/** Sync once. Asked while a round is running, another round follows it: what was finished meanwhile goes too. */
export async function sync(isForced = false): Promise<Outcome> {
  if (line.isRunning) {
    isAskedAgain ||= isForced;
    return "busy";
  }
  line.isRunning = true;
  let outcome: Outcome;
  try {
    do {
      isAskedAgain = false;
      outcome = await inTurn(isForced);
    } while (isAskedAgain); // also after "unreachable": the word that came meanwhile may have been "online"
  } finally {
    line.isRunning = false;
  }
  if (outcome !== "busy") line.outcome = outcome;
  return outcome;
}

/** "现在传", by hand: what was refused is tried once more too. */
export async function sendAgain(): Promise<Outcome> {
  await store.parcels.where("state").equals("refused").modify({ state: "waiting", refusal: null, next_try_at: 0 });
  return sync(true);
}

/** Keep syncing while the page is open. Returns how to stop. */
export function keepSyncing(): () => void {
  const now = async () => {
    // A phone says "online" a moment before its network answers.
    if ((await sync(true)) === "unreachable" && navigator.onLine) setTimeout(() => void sync(true), SOON_MS);
  };
  const online = () => void now();
  const seen = () => document.visibilityState === "visible" && void now();
  addEventListener("online", online);
  document.addEventListener("visibilitychange", seen);
  const timer = setInterval(() => void sync(), EVERY_MS);
  void now();
  return () => {
    removeEventListener("online", online);
    document.removeEventListener("visibilitychange", seen);
    clearInterval(timer);
  };
}
