/** A server in memory that keeps parcels as the contract says, and can fail in the ways that hurt. */
import { createHash } from "node:crypto";
import { vi } from "vitest";

export type Mood = "well" | "cut-after-keeping" | "no-network" | "drops-once" | "refuses" | "revoked" | "breaks" | "wifi-page" | "branches";

export const today = {
  server_time: new Date().toISOString(),
  official: { id: "official-1", name: "陈悦" },
  programme: null,
  group: null,
  enterprise: null,
  week: [],
  kinds: [{ code: "talk", zh: "聊天", en: "Talk" }],
  classes: [],
  portal_origin: "https://portal.example",
  quotas: [],
};

const json = (status: number, data: unknown) => new Response(JSON.stringify(data), { status, headers: { "Content-Type": "application/json" } });
const hash = (bytes: string) => createHash("sha256").update(bytes, "utf8").digest("hex");

export class Server {
  mood: Mood = "well";
  official = today.official;
  kept = new Map<string, string>();
  puts: string[] = [];
  tokens: string[] = [];
  /** No answer before this: a test that looks at a running round decides when it may end. */
  held: Promise<void> = Promise.resolve();

  install(): this {
    vi.stubGlobal("fetch", (path: string, init: RequestInit) => this.answer(path, init));
    return this;
  }

  private async answer(path: string, init: RequestInit): Promise<Response> {
    await this.held;
    this.cross();
    if (path === "/api/enrol") return this.enrol(JSON.parse(String(init.body)) as { invite: string });
    this.tokens.push(new Headers(init.headers).get("Authorization") ?? "");
    if (this.mood === "revoked") return json(401, { detail: "停用" });
    if (path === "/api/today") return json(200, { ...today, official: this.official });
    if (init.method === "PUT") return this.put(path.split("/").pop() ?? "", String(init.body));
    return json(200, { parcels: [...this.kept.keys()].map((id) => ({ id, state: "kept", branches: 0 })) });
  }

  private cross(): void {
    if (this.mood === "no-network") throw new TypeError("no network");
    if (this.mood !== "drops-once") return;
    this.mood = "well";
    throw new TypeError("the last call before the network was back");
  }

  private enrol({ invite }: { invite: string }): Response {
    return invite === "used" ? json(410, { detail: "用过了" }) : json(200, { device_token: `token-${invite}`, official: today.official });
  }

  private put(id: string, bytes: string): Response {
    this.puts.push(id);
    if (this.mood === "refuses") return json(422, { detail: "不认这种记录" });
    if (this.mood === "breaks") return json(500, {});
    if (this.mood === "wifi-page") return new Response("<html>", { status: 200 });
    const isNew = !this.kept.has(id);
    if (isNew) this.kept.set(id, bytes);
    if (this.mood === "cut-after-keeping") throw new TypeError("cut");
    const receipt = { id, sha256: hash(bytes), kept_at: "2021-05-12T10:00:00+08:00", seq: [...this.kept.keys()].indexOf(id) + 1 };
    if (this.mood === "branches") return json(202, { ...receipt, sha256: "other", branch: true });
    return json(isNew ? 201 : 200, receipt);
  }
}
