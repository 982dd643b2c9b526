import type { LegalDay } from '#statutes';

/* A day on which something becomes possible, as an entry of a calendar (RFC 5545): phones and mail programs take it. */

export interface Reminder {
  readonly on: LegalDay;
  readonly title: string;
  /** Where it is done. */
  readonly url: string;
  /** ISO-8601 UTC. */
  readonly now: string;
}

/** A whole day, which nobody is held to be busy on; said at nine in the morning. */
export function calendarEntry({ on, title, url, now }: Reminder): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Anjuan//ZH',
    'BEGIN:VEVENT',
    `UID:${uidOf(`${on} ${url}`)}`,
    `DTSTAMP:${now.replace(/[-:]|\.\d+/g, '')}`,
    `DTSTART;VALUE=DATE:${on.replaceAll('-', '')}`,
    `SUMMARY:${escaped(title)}`,
    `URL:${url}`,
    'TRANSP:TRANSPARENT',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(title)}`,
    'TRIGGER:PT9H',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** The same entry taken twice is one. */
function uidOf(text: string): string {
  return `${encodeURIComponent(text)}@anjuan`;
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');
}

/** Bytes of a line; what is longer goes on in the next behind a space, and no character is cut. */
const LINE_BYTES = 73;

function folded(line: string): string {
  const parts: string[] = [''];
  for (const character of line) {
    const whole = parts.at(-1)! + character;
    if (Buffer.byteLength(whole) > LINE_BYTES) parts.push(character);
    else parts[parts.length - 1] = whole;
  }
  return parts.join('\r\n ');
}
