/** Keyboard and toasts: what can be clicked can be pressed. */
import { tinykeys } from "tinykeys";

const WRITING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

function isWriting(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest(WRITING) !== null;
}

function nameOf(event: KeyboardEvent): string {
  const key = event.ctrlKey || event.metaKey ? `Control+${event.key.toLowerCase()}` : event.key;
  return key.length === 1 ? key.toLowerCase() : key;
}

/** A thing with data-key="r" is clicked (or, if it is a field, entered) when its key is pressed outside of a field. */
function press(event: KeyboardEvent): void {
  const name = nameOf(event);
  const target = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(name)}"]`);
  const busy = isWriting(event) && !name.startsWith("Control+k");
  if (!target || busy || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  if (target.matches(WRITING)) target.focus();
  else target.click();
}

const CARD = ".k h3 a, .tabled td a";

/** J and K walk through the cards of the board, or the lines of the list: from the one that has the focus, else from the open one. */
function walk(step: number): void {
  const cards = [...document.querySelectorAll<HTMLElement>(CARD)];
  const focused = cards.findIndex((card) => card === document.activeElement);
  const here = focused < 0 ? cards.findIndex((card) => card.getAttribute("aria-current") === "true") : focused;
  cards[Math.min(Math.max(here + step, 0), cards.length - 1)]?.focus();
}

/** A toast leaves after 8 s; while it is hovered or holds the focus it stays. */
function dismissToasts(): void {
  for (const toast of document.querySelectorAll<HTMLElement>(".toast:not([data-timed])")) {
    toast.dataset["timed"] = "";
    const leave = (): void => {
      if (toast.matches(":hover, :focus-within")) setTimeout(leave, 2000);
      else toast.remove();
    };
    if (!toast.classList.contains("error")) setTimeout(leave, 8000);
  }
}

export function listenToKeys(): void {
  document.addEventListener("keydown", press);
  tinykeys(window, {
    j: (event) => { if (!isWriting(event)) walk(1); },
    k: (event) => { if (!isWriting(event)) walk(-1); },
  });
  dismissToasts();
  document.addEventListener("htmx:afterSettle", dismissToasts);
}
