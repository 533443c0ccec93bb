/** A headless Chromium that talks to nobody but the page it is sent to. */
import { chromium, type Browser } from 'playwright-core';

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launchBrowser(executablePath: string, ...more: string[]): Promise<Browser> {
  return chromium.launch({ executablePath, args: [...quiet, ...more] });
}
