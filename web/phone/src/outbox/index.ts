/** What screens may ask of the outbox. */
export { makeBackup } from "./backup";
export { enrol, type Enrolled, isEnrolled, leave, lookForWipe } from "./device";
export { blankDraft, dropDraft, fetchBackDrafts, keepDraft, readDraft } from "./drafts";
export { finalise } from "./finalise";
export {
  copyToDraft,
  countDrafts,
  countDropped,
  countUnsent,
  type Item,
  type ItemState,
  listItems,
  readItem,
  tryAgain,
} from "./items";
export { useLive } from "./live";
export { type Draft, fact, forget, note, PhoneIsFull } from "./store";
export { keepSyncing, line, type Outcome, sendAgain, sync } from "./sync";
