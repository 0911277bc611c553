/** Dragging a dot from group to group: the same form as the menu, filled in by hand. */
import htmx from "htmx.org";
import Sortable from "sortablejs";

const GROUP = "[data-group]";

function groupOf(element: Element): string {
  return element.closest<HTMLElement>(GROUP)?.dataset["group"] ?? "0";
}

/** Post what the menu posts: official:seen:to. The answer is the page as it is now, whatever became of it. */
function send(plan: HTMLElement, dot: HTMLElement, from: Element, to: Element): void {
  const step = `${dot.dataset["official"] ?? ""}:${groupOf(from)}:${groupOf(to)}`;
  const address = plan.dataset["move"] ?? "";
  const values = { step, group: groupOf(to) };
  void htmx.ajax("post", address, { source: plan, target: plan, select: "#plan", swap: "outerHTML show:none", values });
}

function letDrag(plan: HTMLElement): void {
  if (!plan.dataset["move"] || plan.dataset["draggable"]) return;
  plan.dataset["draggable"] = "yes";
  for (const dots of plan.querySelectorAll<HTMLElement>(`${GROUP}:not([data-locked]) .pp`)) {
    Sortable.create(dots, {
      group: "officials",
      draggable: "i[data-official]:not(.k)",
      sort: false,
      animation: 120,
      onEnd: ({ item, from, to }) => {
        if (from !== to) send(plan, item, from, to);
      },
    });
  }
}

/** After a swap the focus goes back to the thing that was pressed, or else to the chosen group. */
let pressed = "";

function remember(event: Event): void {
  if (event.target instanceof Element) pressed = event.target.closest("[id]")?.id ?? "";
}

function refocus(): void {
  if (!pressed || document.activeElement !== document.body) return;
  (document.getElementById(pressed) ?? document.querySelector<HTMLElement>("#plan [aria-current=true]"))?.focus();
}

export function planByHand(): void {
  const start = (): void => {
    const plan = document.querySelector<HTMLElement>("#plan");
    if (plan) letDrag(plan);
  };
  start();
  document.addEventListener("click", remember, true);
  document.addEventListener("htmx:afterSettle", () => {
    start();
    if (document.querySelector("#plan")) refocus();
  });
}
