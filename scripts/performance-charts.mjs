// Writes docs/performance/*.svg: what `npm run bench -- --sizes … --save bench/results/sizes.json` measured at logs of several
// lengths, a chart for each thing measured.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const root = new URL('../', import.meta.url).pathname;
const { at, load, tables } = JSON.parse(readFileSync(`${root}bench/results/sizes.json`, 'utf8'));
const WIDTH = 560;
const HEIGHT = 300;
const LEFT = 70;
const TOP = 50;
const RIGHT = 30;
const BOTTOM = 60;

const CHARTS = {
  'append-p99': 'append, 99th percentile',
  following: 'following',
  rebuild: 'rebuild of every read model',
  opening: 'a case of 200 events opened, 95th percentile',
};

/** What was measured at each length of the log, which the title of its table says. */
function points(what) {
  return tables.flatMap(({ title, lines }) => {
    const events = Number(/A log of ([\d,]+) events/.exec(title)?.[1].replaceAll(',', ''));
    const line = lines.find((candidate) => candidate.what === what);
    return line ? [{ events, ...line }] : [];
  });
}

/** Events along the bottom, ten times as many with every step; what was measured upwards from nothing. */
function chart(what) {
  const measured = points(what);
  const lengths = measured.map(({ events }) => Math.log10(events));
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)];
  const highest = Math.max(...measured.map(({ value }) => value)) * 1.15;
  const x = (events) => LEFT + ((Math.log10(events) - least) / (most - least)) * (WIDTH - LEFT - RIGHT);
  const y = (value) => HEIGHT - BOTTOM - (value / highest) * (HEIGHT - TOP - BOTTOM);
  const said = (value) => value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 });
  const { unit } = measured[0];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<title>${what} (${unit}), by the events in the log</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    `<text x="${LEFT}" y="24" font-size="15">${what} (${unit})</text>`,
    `<path d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}" fill="none" stroke="#555"/>`,
    `<path d="M${measured.map(({ events, value }) => `${x(events).toFixed(1)} ${y(value).toFixed(1)}`).join('L')}" fill="none" stroke="#1f5fa8" stroke-width="2"/>`,
    ...measured.flatMap(({ events, value }) => [
      `<circle cx="${x(events).toFixed(1)}" cy="${y(value).toFixed(1)}" r="4" fill="#1f5fa8"/>`,
      `<text x="${x(events).toFixed(1)}" y="${(y(value) - 10).toFixed(1)}" text-anchor="middle">${said(value)}</text>`,
      `<text x="${x(events).toFixed(1)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${said(events)}</text>`,
    ]),
    `<text x="${LEFT}" y="${HEIGHT - 14}" fill="#555">events in the log · ${at.slice(0, 10)}, 2 cores, load ${load.before} before and ${load.after} after the run</text>`,
    '</svg>',
    '',
  ].join('\n');
}

mkdirSync(`${root}docs/performance`, { recursive: true });
for (const [name, what] of Object.entries(CHARTS)) writeFileSync(`${root}docs/performance/${name}.svg`, chart(what));
