/** Reading a QR code from the camera: by the browser itself where it can, else by jsQR. */

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

type Read = (video: HTMLVideoElement) => Promise<string | null>;

async function ownReader(): Promise<Read | null> {
  const Own = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (Own === undefined || !(await Own.getSupportedFormats()).includes("qr_code")) return null;
  const detector = new Own({ formats: ["qr_code"] });
  return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
}

async function drawnReader(): Promise<Read> {
  const { default: jsQR } = await import("jsqr");
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    if (pen === null || video.videoWidth === 0) return null;
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    pen.drawImage(video, 0, 0);
    const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height);
    return jsQR(data, width, height)?.data || null;
  };
}

const PAUSE_MS = 200;

/** Show the camera in `video` and call `found` with each code seen, until the returned function is called. */
export async function scan(video: HTMLVideoElement, found: (text: string) => void): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  video.srcObject = stream;
  await video.play();
  const read = (await ownReader()) ?? (await drawnReader());
  const timer = setInterval(() => void read(video).then((text) => text !== null && found(text)), PAUSE_MS);
  return () => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
}
