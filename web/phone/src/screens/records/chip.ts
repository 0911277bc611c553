/** Colour and drawing of the four states; the word always stands beside them. */
import { Check, CircleAlert, Clock, type LucideIcon, Pencil } from "lucide-vue-next";
import type { ItemState } from "../../outbox";

export const CHIPS: Record<ItemState, { tone: string; icon: LucideIcon }> = {
  writing: { tone: "v", icon: Pencil },
  waiting: { tone: "a", icon: Clock },
  sent: { tone: "g", icon: Check },
  refused: { tone: "r", icon: CircleAlert },
};
