/** Whose phone this is: taking it into use, handing it on, and noticing when the system has wiped it. */
import { v7 as uuid } from "uuid";
import { wordsOf } from "../api/answers";
import type { Enrolment } from "../api/contract";
import { fact, forget, note, store } from "./store";
import { line, sync } from "./sync";
import { postInvite, Unreachable } from "./wire";

export type Enrolled = { result: "enrolled" } | { result: "gone" | "refused"; words: string } | { result: "unreachable" };

const MARK = "dundian-mark";

function isEnrolment(data: unknown): data is Enrolment {
  return typeof data === "object" && data !== null && typeof (data as Partial<Enrolment>).device_token === "string";
}

/** Take this phone into use with an invite. Records already on it stay. */
export async function enrol(invite: string, deviceName: string): Promise<Enrolled> {
  let answer;
  try {
    answer = await postInvite(invite, deviceName);
  } catch (fault) {
    if (fault instanceof Unreachable) return { result: "unreachable" };
    throw fault;
  }
  const { status, data } = answer;
  if (status === 404 || status === 410) return { result: "gone", words: wordsOf(data) };
  if (status !== 200 || !isEnrolment(data)) return { result: "refused", words: wordsOf(data) };
  await store.transaction("rw", store.facts, async () => {
    await note("device_token", data.device_token);
    await note("official", data.official);
    await note("is_revoked", false);
    await forget("today", "today_etag", "today_at", "wiped_at", "reconciled_at");
  });
  line.outcome = "done";
  await setMark();
  await sync(true);
  return { result: "enrolled" };
}

export async function isEnrolled(): Promise<boolean> {
  return (await fact("device_token")) !== undefined;
}

async function setMark(): Promise<void> {
  const mark = uuid();
  await note("mark", mark);
  localStorage.setItem(MARK, mark);
}

/** On each start: a mark that stands outside but not inside means that the system cleared the records. */
export async function lookForWipe(now: number): Promise<void> {
  const inside = await fact("mark");
  const outside = localStorage.getItem(MARK);
  if (inside === undefined && outside !== null) {
    await note("wiped_at", now);
    await setMark();
  } else if (inside !== undefined && outside === null) {
    localStorage.setItem(MARK, inside);
  }
}

/** Empty this phone for the next person. The caller has made sure that nothing unsent is lost unseen. */
export async function leave(): Promise<void> {
  localStorage.removeItem(MARK);
  await store.transaction("rw", store.drafts, store.parcels, store.facts, async () => {
    await Promise.all([store.drafts.clear(), store.parcels.clear(), store.facts.clear()]);
  });
}
