/** The sheet: a form that htmx loaded into #sheet opens over the page; without scripts its link opens a page. */

export function openSheets(): void {
  const sheet = document.querySelector<HTMLDialogElement>("dialog#sheet");
  if (!sheet) return;
  document.addEventListener("htmx:afterSwap", (event) => {
    if ((event as CustomEvent<{ target: Element }>).detail.target === sheet && !sheet.open) {
      sheet.showModal();
      sheet.querySelector<HTMLElement>("textarea, select, input:not([type=hidden])")?.focus();
    }
  });
  sheet.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-close]")) {
      event.preventDefault();
      sheet.close();
    }
  });
}
