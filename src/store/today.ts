import { type Day, day } from '#kernel/lib';

/** The zone of the city unless the installation says otherwise. */
export const DEFAULT_ZONE = 'Asia/Shanghai';

const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day at `millis` in the zone (IANA name), whatever the zone of the server. Throws RangeError for an unknown zone. */
export function dayIn(zone: string, millis: number): Day {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(zone, format);
  }
  return day(format.format(millis));
}
