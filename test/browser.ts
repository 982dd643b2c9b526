import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MACOS = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** The Chromium of this machine: CHROMIUM_PATH, else what the PATH has; undefined when there is none. */
export function chromiumPath(): string | undefined {
  const given = process.env['CHROMIUM_PATH'];
  if (given) return given;
  const directories = (process.env['PATH'] ?? '').split(delimiter);
  return [...directories.flatMap((directory) => NAMES.map((name) => join(directory, name))), MACOS].find(existsSync);
}
