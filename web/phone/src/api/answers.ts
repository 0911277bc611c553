/** What an answer to a parcel means for the parcel that was sent. */
import type { Receipt } from "./contract";

export type Verdict =
  | { meaning: "kept"; receipt: Receipt; branch: boolean }
  | { meaning: "refused"; status: number; words: string }
  | { meaning: "stopped" } // this phone may not send any more
  | { meaning: "later" }; // not our parcel's fault: try again

const TRY_AGAIN = new Set([408, 425, 429]);

function isReceipt(data: unknown): data is Receipt {
  if (typeof data !== "object" || data === null) return false;
  const receipt = data as Partial<Receipt>;
  return typeof receipt.id === "string" && typeof receipt.sha256 === "string" && typeof receipt.seq === "number";
}

/** The words a server gave for its refusal; "" where it gave none. */
export function wordsOf(data: unknown): string {
  if (typeof data !== "object" || data === null) return "";
  const { detail } = data as { detail?: unknown };
  if (typeof detail === "string") return detail;
  return detail === undefined ? "" : JSON.stringify(detail);
}

const KEPT = new Set([200, 201, 202]);
const LATER: Verdict = { meaning: "later" };

/** Only a receipt for these very bytes counts; or one that says they lie beside others as a branch. */
function judgeReceipt(status: number, data: unknown, sent: { id: string; sha256: string }): Verdict {
  if (!isReceipt(data) || data.id !== sent.id) return LATER;
  const branch = status === 202 || data.branch === true;
  return branch || data.sha256 === sent.sha256 ? { meaning: "kept", receipt: data, branch } : LATER;
}

/**
 * Judge the answer to a PUT. A factory's Wi-Fi that answers everything with its own sign-in page must not
 * make a record disappear: what is no receipt is tried again.
 */
export function judge(status: number, data: unknown, sent: { id: string; sha256: string }): Verdict {
  if (status === 401) return { meaning: "stopped" };
  if (KEPT.has(status)) return judgeReceipt(status, data, sent);
  const isOurFault = status >= 400 && status < 500 && !TRY_AGAIN.has(status);
  return isOurFault ? { meaning: "refused", status, words: wordsOf(data) } : LATER;
}
