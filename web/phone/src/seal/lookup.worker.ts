/** Stretches a code beside the page, so that typing does not stand still meanwhile. */
import { lookupOf } from "./lookup";

self.onmessage = async (event: MessageEvent<string>) => {
  self.postMessage(await lookupOf(event.data));
};
