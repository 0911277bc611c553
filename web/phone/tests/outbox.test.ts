import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ParcelContent } from "../src/api/contract";
import { makeBackup } from "../src/outbox/backup";
import { enrol, leave, lookForWipe } from "../src/outbox/device";
import { blankDraft, dropDraft, fetchBackDrafts, keepDraft, readDraft } from "../src/outbox/drafts";
import { finalise } from "../src/outbox/finalise";
import { copyToDraft, countUnsent, listItems, tryAgain } from "../src/outbox/items";
import { isoWithOffset } from "../src/outbox/moment";
import { type Draft, fact, note, store } from "../src/outbox/store";
import { backOff, line, sendAgain, sync } from "../src/outbox/sync";
import { type Mood, Server } from "./server";

let server: Server;

beforeEach(async () => {
  await leave();
  line.outcome = "done";
  server = new Server().install();
  await enrol("first-invite", "test phone");
});

async function written(text: string, more: Partial<Draft> = {}): Promise<Draft> {
  const draft = { ...(await blankDraft("talk")), text, ...more };
  await keepDraft(draft);
  return draft;
}

async function done(text: string, lookup: string | null = null): Promise<string> {
  const draft = await written(text, { has_demand: lookup !== null, has_consent: lookup !== null });
  await finalise(draft, lookup);
  return draft.id;
}

async function inMood(mood: Mood, isForced = true) {
  server.mood = mood;
  return sync(isForced);
}

/** Keep the server from answering until the returned function is called. */
function hold(): () => void {
  let release = (): void => undefined;
  server.held = new Promise((resolve) => { release = resolve; });
  return release;
}

const state = async (id: string) => (await listItems()).find((item) => item.id === id)?.state;

describe("writing", () => {
  it("keeps a draft that another start finds again", async () => {
    const { id } = await written("上夜班的说");
    expect((await readDraft(id))?.text).toBe("上夜班的说");
    expect(await state(id)).toBe("writing");
  });

  it("drops a draft so that it can be fetched back", async () => {
    const { id } = await written("算了");
    await dropDraft(id);
    expect(await state(id)).toBeUndefined();
    await fetchBackDrafts();
    expect(await state(id)).toBe("writing");
  });
});

describe("finishing", () => {
  it("freezes one parcel whose bytes say what was written", async () => {
    const id = await done("换模前先讲安全");
    const [parcel] = await store.parcels.toArray();
    const content = JSON.parse(parcel?.bytes ?? "") as ParcelContent;
    expect(content).toMatchObject({ v: 1, kind: "record", body: { kind: "talk", text: "换模前先讲安全" } });
    expect(parcel).toMatchObject({ id, kind: "record", state: "waiting" });
    expect(await store.drafts.count()).toBe(0);
  });

  it("makes a second parcel, the voice, that names the record and holds no code", async () => {
    const id = await done("夜班没热饭", "ab".repeat(32));
    const voice = (await store.parcels.toArray()).find((parcel) => parcel.kind === "voice");
    const content = JSON.parse(voice?.bytes ?? "") as ParcelContent;
    expect(content.body).toEqual({ record_id: id, lookup: "ab".repeat(32), text: "夜班没热饭", speaker: "worker", class_code: null, scope: null, consent: true });
    expect(await listItems()).toHaveLength(1);
  });

  it("is whole or not at all: a parcel that cannot be added leaves the draft", async () => {
    const draft = await written("两次");
    await finalise(draft, null);
    await keepDraft(draft);
    await expect(finalise(draft, "cd".repeat(32))).rejects.toThrow();
    expect(await store.parcels.count()).toBe(1);
    expect(await store.drafts.count()).toBe(1);
  });
});

describe("sending", () => {
  it("brings everything once and in the order it was finished", async () => {
    const ids = [];
    server.mood = "no-network";
    for (let no = 0; no < 20; no++) ids.push(await done(`第 ${no} 条`));
    expect(await inMood("no-network")).toBe("unreachable");
    expect(await inMood("well")).toBe("done");
    expect(server.puts).toEqual(ids);
    expect(await countUnsent()).toBe(0);
    await inMood("well");
    expect(server.puts).toHaveLength(20);
  });

  it("sends the same bytes again when the answer was cut, and the server holds one", async () => {
    const id = await done("断在半路");
    expect(await inMood("cut-after-keeping")).toBe("unreachable");
    expect(await state(id)).toBe("waiting");
    const kept = server.kept.get(id);
    await inMood("well");
    expect(await state(id)).toBe("sent");
    expect(server.kept.get(id)).toBe(kept);
    expect(server.kept.size).toBe(1);
  });

  it("keeps what is refused, says why, and takes it along when sent again by hand", async () => {
    const id = await done("那边不收");
    await inMood("refuses");
    const [item] = await listItems();
    expect(item).toMatchObject({ state: "refused", refusal: { status: 422, words: "不认这种记录" } });
    await inMood("well");
    expect(await state(id)).toBe("refused");
    await tryAgain(id);
    await sync(true);
    expect(await state(id)).toBe("sent");
  });

  it("does not let a refused parcel hold up the next one", async () => {
    const [first, second] = [await done("一"), await done("二")];
    await inMood("refuses");
    expect([await state(first), await state(second)]).toEqual(["refused", "refused"]);
    server.mood = "well";
    await sendAgain();
    expect([await state(first), await state(second)]).toEqual(["sent", "sent"]);
  });

  it("takes no page of somebody's Wi-Fi for a receipt", async () => {
    const id = await done("登录页");
    await inMood("wifi-page");
    expect(await state(id)).toBe("waiting");
  });

  it("shows a branch as sent, with a note", async () => {
    await done("两个版本");
    await inMood("branches");
    expect((await listItems())[0]).toMatchObject({ state: "sent", is_branch: true });
  });

  it("stops when the phone was switched off, keeps everything, and goes on under a new invite", async () => {
    const id = await done("停用之后");
    expect(await inMood("revoked")).toBe("stopped");
    expect(await fact("is_revoked")).toBe(true);
    expect(await state(id)).toBe("waiting");
    server.mood = "well";
    await enrol("second-invite", "test phone");
    expect(await state(id)).toBe("sent");
    expect(server.tokens.at(-1)).toBe("Bearer token-second-invite");
  });

  it("waits longer after each fault unless asked by hand", async () => {
    await done("慢慢来");
    await inMood("breaks");
    server.puts = [];
    await inMood("well", false);
    expect(server.puts).toEqual([]);
    expect(backOff(1, 0.5)).toBe(10_000);
    expect(backOff(30, 0.5)).toBe(600_000);
    await sync(true);
    expect(server.puts).toHaveLength(1);
  });

  it("takes along what is finished while a round is running", async () => {
    await done("先的");
    const release = hold();
    const running = sync(true);
    const later = await done("后的");
    expect(await sync(true)).toBe("busy");
    release();
    await running;
    expect(await state(later)).toBe("sent");
  });

  it("tries at once when the network returns while a round is failing", async () => {
    const id = await done("刚好有网");
    server.mood = "drops-once";
    const release = hold();
    const failing = sync(true);
    expect(await sync(true)).toBe("busy");
    release();
    await failing;
    expect(await state(id)).toBe("sent");
  });

  it("never sends one person's words under another's name", async () => {
    const id = await done("前一位记的");
    server.official = { id: "official-2", name: "别人" };
    await note("official", server.official);
    server.puts = [];
    await sync(true);
    expect(server.puts).toEqual([]);
    expect((await listItems()).find((item) => item.id === id)).toMatchObject({ state: "refused", is_foreign: true });
  });

  it("fills a server again that was restored from an old backup", async () => {
    const id = await done("备份之后的");
    await inMood("well");
    server.kept.clear();
    await note("reconciled_at", 0);
    await sync(true);
    await sync(true);
    expect(server.kept.has(id)).toBe(true);
    expect(await state(id)).toBe("sent");
  });

  it("keeps a sent record for at least thirty days", async () => {
    await done("传好了");
    await inMood("well");
    const DAY = 86_400_000;
    const now = Date.now();
    vi.useFakeTimers({ toFake: ["Date"], now: now + 31 * DAY });
    await sync(true);
    expect(await store.parcels.count()).toBe(1);
    vi.setSystemTime(now + 60 * DAY);
    await sync(true);
    expect(await store.parcels.count()).toBe(0);
    vi.useRealTimers();
  });
});

describe("this phone", () => {
  it("is not taken into use by an invite that was used already", async () => {
    await leave();
    expect(await enrol("used", "test phone")).toEqual({ result: "gone", words: "用过了" });
    expect(await fact("device_token")).toBeUndefined();
  });

  it("notices that the system has cleared its records", async () => {
    await store.facts.clear();
    await lookForWipe(1_000);
    expect(await fact("wiped_at")).toBe(1_000);
  });

  it("says nothing of the kind when it is new or was handed on", async () => {
    await leave();
    await lookForWipe(1_000);
    expect(await fact("wiped_at")).toBeUndefined();
  });

  it("knows by how much its clock is off", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 25 * 60_000 });
    await sync(true);
    expect(await fact("skew_minutes")).toBeGreaterThan(20);
    vi.useRealTimers();
  });

  it("backs up drafts and unsent parcels, byte for byte", async () => {
    await written("在写");
    server.mood = "no-network";
    await done("没传", "ef".repeat(32));
    const backup = JSON.parse((await makeBackup()).text) as { drafts: Draft[]; parcels: { bytes: string }[] };
    expect(backup.drafts.map((draft) => draft.text)).toEqual(["在写"]);
    expect(backup.parcels.map((parcel) => parcel.bytes)).toEqual((await store.parcels.toArray()).map((parcel) => parcel.bytes));
  });

  it("copies a finished record into a new draft and leaves the frozen one alone", async () => {
    const id = await done("写错一个字");
    const before = await store.parcels.get(id);
    const copy = await copyToDraft(id);
    expect((await readDraft(copy ?? ""))?.text).toBe("写错一个字");
    expect(await store.parcels.get(id)).toEqual(before);
  });
});

describe("moments", () => {
  it("carry the phone's offset", () => {
    const moment = new Date(2021, 4, 12, 14, 32, 5);
    expect(isoWithOffset(moment)).toMatch(/^2021-05-12T14:32:05[+-]\d\d:\d\d$/);
    expect(new Date(isoWithOffset(moment)).getTime()).toBe(moment.getTime());
  });
});
