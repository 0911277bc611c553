/** A drawing for each kind of record; a kind we do not know gets a plain sheet. */
import {
  BookOpen,
  ClipboardList,
  FileText,
  Footprints,
  Hammer,
  Handshake,
  type LucideIcon,
  MessagesSquare,
  NotebookPen,
  Presentation,
  Users,
} from "lucide-vue-next";

const DRAWINGS: [words: RegExp, icon: LucideIcon][] = [
  [/labou?r|work|上工|劳动/i, Hammer],
  [/talk_to|lecture|preach|publicity|brief|宣讲/i, Presentation],
  [/talk|chat|interview|listen|聊|谈/i, MessagesSquare],
  [/visit|走访/i, Footprints],
  [/diary|journal|日记/i, NotebookPen],
  [/survey|research|调研|问卷/i, ClipboardList],
  [/liais|联络|对接/i, Handshake],
  [/meeting|会/i, Users],
  [/practice|做法/i, BookOpen],
];

export function drawingOf(kind: string, words: string): LucideIcon {
  return DRAWINGS.find(([pattern]) => pattern.test(kind) || pattern.test(words))?.[1] ?? FileText;
}
