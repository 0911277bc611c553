/** A drawing for each kind of record; a kind we do not know gets a plain sheet. */
import {
  BedDouble,
  Eye,
  FileText,
  Footprints,
  Hammer,
  HandHeart,
  Handshake,
  Lightbulb,
  type LucideIcon,
  MessagesSquare,
  NotebookPen,
  Presentation,
  Users,
  UsersRound,
} from "lucide-vue-next";

const DRAWINGS: Record<string, LucideIcon> = {
  labour: Hammer,
  talk: Presentation,
  interview: MessagesSquare,
  symposium: UsersRound,
  visit: Footprints,
  liaison: Handshake,
  observation: Eye,
  meeting: Users,
  meal_lodging: BedDouble,
  suggestion: Lightbulb,
  good_deed: HandHeart,
  diary: NotebookPen,
};

export function drawingOf(kind: string): LucideIcon {
  return DRAWINGS[kind] ?? FileText;
}
