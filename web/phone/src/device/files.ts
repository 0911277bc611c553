/** Handing a file out of the application: by the share sheet where there is one, else as a download. */

function download(file: File): void {
  const link = document.createElement("a");
  const address = URL.createObjectURL(file);
  link.href = address;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Returns how it went out; "stopped" when the person closed the share sheet. */
export async function handOut(file: File): Promise<"shared" | "saved" | "stopped"> {
  if (navigator.canShare?.({ files: [file] }) && /Mobi|Android|iPhone|iPad/.test(navigator.userAgent)) {
    try {
      await navigator.share({ files: [file], title: file.name });
      return "shared";
    } catch (fault) {
      if (fault instanceof DOMException && fault.name === "AbortError") return "stopped";
    }
  }
  download(file);
  return "saved";
}

/** Put a file straight among the downloads. */
export function save(file: File): void {
  download(file);
}
