/** What passes between this phone and its server: shapes only, nothing is sent from here. */

export interface Official {
  id: string;
  name: string;
}

export interface Shift {
  name: string;
  start: string;
  end: string;
}

export interface Coded {
  code: string;
  zh: string;
  en: string;
}

export interface Quota {
  kind: string;
  label: string;
  target: number;
  done: number;
}

export interface Group {
  id: string;
  number: number;
  name: string;
  phase_no: number;
  start_on: string;
  end_on: string;
  leader: string | null;
}

export interface Enterprise {
  id: string;
  name: string;
  workshop: string | null;
  shifts: Shift[];
}

/** One entry of the timetable; a phone that kept an older page has none. */
export interface Slot {
  kind: string;
  start: string;
  end: string;
  what: string;
  where: string;
}

export interface Today {
  server_time: string;
  official: Official;
  programme: { id: string; name: string } | null;
  group: Group | null;
  enterprise: Enterprise | null;
  week: { date: string; label: string; slots?: Slot[] }[];
  kinds: Coded[];
  classes: Coded[];
  portal_origin: string;
  quotas: Quota[];
}

export interface Enrolment {
  device_token: string;
  official: Official;
}

export interface Receipt {
  id: string;
  sha256: string;
  kept_at: string;
  seq: number;
  branch?: boolean;
}

export type Opened = "kept" | "opened" | "faulty";

export interface Followed {
  id: string;
  state: Opened;
  branches: number;
}

export type Speaker = "worker" | "enterprise" | "union";
export type Scope = "one" | "team" | "site";

export interface RecordBody {
  kind: string;
  who: string;
  who_post: string;
  text: string;
  at: string;
}

export interface VoiceBody {
  record_id: string;
  lookup: string;
  text: string;
  speaker: Speaker;
  class_code: string | null;
  scope: Scope | null;
  consent: true;
}

export type ParcelContent =
  | { v: 1; kind: "record"; said_at: string; body: RecordBody }
  | { v: 1; kind: "voice"; said_at: string; body: VoiceBody };

export const paths = {
  enrol: "/api/enrol",
  today: "/api/today",
  parcels: "/api/parcels",
} as const;

/** With whom one speaks: the words that travel, and the name of their translation. Posts, never names. */
export const WHOS = {
  职工: "worker",
  师傅: "master",
  班组长: "team_leader",
  车间主任: "workshop_head",
  厂里负责人: "manager",
  工会干部: "union",
  其他人: "other",
} as const;

export function isWho(words: string): words is keyof typeof WHOS {
  return words in WHOS;
}
