/** Handing over a file: it may be dropped on the zone, and the button says that it is being read. */

export function handFilesOver(): void {
  const zone = document.querySelector<HTMLElement>("[data-drop]");
  const input = zone?.querySelector<HTMLInputElement>("input[type=file]");
  if (zone && input) {
    for (const kind of ["dragenter", "dragover"]) {
      zone.addEventListener(kind, (event) => {
        event.preventDefault();
        zone.classList.add("over");
      });
    }
    zone.addEventListener("dragleave", (event) => {
      if (!(event.relatedTarget instanceof Node) || !zone.contains(event.relatedTarget)) zone.classList.remove("over");
    });
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("over");
      if (!event.dataTransfer?.files.length) return;
      input.files = event.dataTransfer.files;
      input.form?.requestSubmit();
    });
  }
  document.addEventListener("submit", (event) => {
    const button = (event.target as HTMLFormElement).querySelector<HTMLButtonElement>("button[data-busy]");
    if (!button || event.defaultPrevented) return;
    if (button.dataset["idle"] !== undefined) {
      event.preventDefault();
      return;
    }
    button.dataset["idle"] = button.innerHTML;
    button.textContent = button.dataset["busy"] ?? "";
    button.setAttribute("aria-disabled", "true");
  });
  // Back from the cache of the browser the button must be alive again.
  window.addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-idle]")) {
      button.innerHTML = button.dataset["idle"] ?? "";
      button.removeAttribute("aria-disabled");
      delete button.dataset["idle"];
    }
  });
}
