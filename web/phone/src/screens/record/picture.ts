/** The receipt as a drawing: a QR path for the page, a PNG to keep. */
import { encode } from "uqr";

export interface Qr {
  size: number;
  path: string;
}

/** The dark squares of a QR code as one SVG path, with the four quiet modules round it. */
export function qrPath(text: string): Qr {
  const { size, data } = encode(text, { ecc: "M", border: 4 });
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return { size, path };
}

const WIDE = 1080;
const INK = "#1a1f26";
const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif';

function writeLine(pen: CanvasRenderingContext2D, words: string, y: number, look: { size: number; weight?: number; colour?: string }): number {
  pen.font = `${look.weight ?? 400} ${look.size}px ${FONT}`;
  pen.fillStyle = look.colour ?? INK;
  let [line, at] = ["", y];
  for (const letter of words) {
    if (pen.measureText(line + letter).width > WIDE - 160) {
      pen.fillText(line, WIDE / 2, at);
      [line, at] = ["", at + look.size * 1.5];
    }
    line += letter;
  }
  pen.fillText(line, WIDE / 2, at);
  return at + look.size * 1.6;
}

/** A PNG with the code in groups, the QR code and the two sentences the worker needs. */
export async function drawSlip(groups: string[], qr: Qr | null, lines: { heading: string; keep: string; lost: string; at: string }): Promise<File> {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [WIDE, qr ? 1560 : 860];
  const pen = canvas.getContext("2d");
  if (pen === null) throw new Error("this browser cannot draw");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.textAlign = "center";
  let y = writeLine(pen, lines.heading, 120, { size: 52, weight: 600 });
  y = writeLine(pen, groups.slice(0, 3).join("  "), y + 50, { size: 96, weight: 700, colour: "#173b6c" });
  y = writeLine(pen, groups.slice(3).join("  "), y, { size: 96, weight: 700, colour: "#173b6c" });
  if (qr) {
    const side = 620;
    pen.save();
    pen.translate((WIDE - side) / 2, y - 60);
    pen.scale(side / qr.size, side / qr.size);
    pen.fillStyle = "#000000";
    pen.fill(new Path2D(qr.path));
    pen.restore();
    y += side + 10;
  }
  if (lines.at) y = writeLine(pen, lines.at, y, { size: 38 });
  y = writeLine(pen, lines.keep, y + 20, { size: 44, weight: 600 });
  writeLine(pen, lines.lost, y, { size: 38, colour: "#5f6873" });
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob === null) throw new Error("this browser cannot make a picture");
  return new File([blob], `${lines.heading}.png`, { type: "image/png" });
}
