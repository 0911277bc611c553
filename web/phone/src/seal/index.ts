/** A fresh receipt code with what the server may know of it. */
import { newCode } from "./code";

export { inGroups, linkOf } from "./code";

export interface Slip {
  code: string;
  lookup: string;
}

function lookupBeside(code: string): Promise<string> {
  const worker = new Worker(new URL("./lookup.worker.ts", import.meta.url), { type: "module" });
  const done = new Promise<string>((resolve, reject) => {
    worker.onmessage = (event: MessageEvent<string>) => resolve(event.data);
    worker.onerror = (event) => reject(new Error(event.message));
  });
  worker.postMessage(code);
  return done.finally(() => worker.terminate());
}

/** Make a code. It lives in the caller's memory only: nothing in this module or below keeps it. */
export async function newSlip(): Promise<Slip> {
  const code = newCode();
  return { code, lookup: await lookupBeside(code) };
}
