import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MACOS = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** The Chromium of this machine: CHROMIUM_PATH, else what the PATH has; undefined when there is none. */
export function chromiumPath(): string | undefined {
  const given = process.env['CHROMIUM_PATH'];
  if (given) return given;
  const directories = (process.env['PATH'] ?? '').split(delimiter);
  return [...directories.flatMap((directory) => NAMES.map((name) => join(directory, name))), MACOS].find(existsSync);
}

/**
 * A suite that looks at pages. Where the machine has no Chromium it is skipped, and its title says why; with CI=true it
 * runs and fails.
 */
export function describeInBrowser(title: string, suite: () => void): void {
  if (chromiumPath() !== undefined || process.env['CI'] === 'true') describe(title, suite);
  else describe.skip(`${title} (left out: no Chromium, set CHROMIUM_PATH)`, suite);
}

/** The browser of this machine; the suite closes it. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('no Chromium on this machine: set CHROMIUM_PATH');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
