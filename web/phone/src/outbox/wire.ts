/** The only place from which this phone speaks to its server. */
import { paths } from "../api/contract";

export interface Answer {
  status: number;
  data: unknown;
  etag: string | null;
  date: number | null;
}

/** No answer came: no network, a cut, or nobody home. */
export class Unreachable extends Error {}

const PATIENCE_MS = 30_000;

async function dataOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null; // a sign-in page of somebody's Wi-Fi, or an empty body
  }
}

async function ask(path: string, init: RequestInit & { headers?: Record<string, string> }): Promise<Answer> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const response = await fetch(path, { ...init, cache: "no-store", credentials: "omit", signal: patience.signal });
    const data = response.status === 304 || response.status === 204 ? null : await dataOf(response);
    const date = Date.parse(response.headers.get("date") ?? "");
    return { status: response.status, data, etag: response.headers.get("etag"), date: Number.isNaN(date) ? null : date };
  } catch (fault) {
    throw new Unreachable(String(fault));
  } finally {
    clearTimeout(timer);
  }
}

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
const json = { "Content-Type": "application/json" };

export function postInvite(invite: string, deviceName: string): Promise<Answer> {
  return ask(paths.enrol, { method: "POST", headers: json, body: JSON.stringify({ invite, device_name: deviceName }) });
}

export function getToday(token: string, etag: string | undefined): Promise<Answer> {
  return ask(paths.today, { headers: { ...bearer(token), ...(etag ? { "If-None-Match": etag } : {}) } });
}

export function putParcel(token: string, parcel: { id: string; bytes: string }): Promise<Answer> {
  return ask(`${paths.parcels}/${parcel.id}`, { method: "PUT", headers: { ...bearer(token), ...json }, body: parcel.bytes });
}

export function getFollowed(token: string, since: number): Promise<Answer> {
  return ask(`${paths.parcels}?since=${since}`, { headers: bearer(token) });
}
