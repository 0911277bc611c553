/** How many cases are chosen, said in the bar that acts on them. */

export function countChosen(): void {
  const words = document.querySelector<HTMLElement>("[data-chosen]");
  if (!words) return;
  const count = (): void => {
    const chosen = document.querySelectorAll("[name=ids]:checked").length;
    words.textContent = (words.dataset["chosen"] ?? "").replace("{n}", String(chosen));
  };
  document.addEventListener("change", count);
  document.addEventListener("reset", () => { setTimeout(count); });
}
