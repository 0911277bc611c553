/** Moments as parcels carry them: local time with its offset, so that "night shift" stays readable. */

const two = (value: number) => String(Math.floor(value)).padStart(2, "0");

/** ISO 8601 to the second with the phone's offset, as 2021-05-12T14:32:05+08:00. */
export function isoWithOffset(moment: Date): string {
  const offset = -moment.getTimezoneOffset();
  const day = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  const time = `${two(moment.getHours())}:${two(moment.getMinutes())}:${two(moment.getSeconds())}`;
  const sign = offset < 0 ? "-" : "+";
  return `${day}T${time}${sign}${two(Math.abs(offset) / 60)}:${two(Math.abs(offset) % 60)}`;
}
