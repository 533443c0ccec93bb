/** What a reader does on most days, one step from the other, beginning on the overview. */
import type { Locator, Page } from 'playwright-core';

type Step = readonly [what: string, act: (page: Page) => Promise<void>];

const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name }).first();
const exactly = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true }).first();
const link = (page: Page, name: RegExp): Locator => page.getByRole('navigation').getByRole('link', { name }).first();
const place = (page: Page, name: string): Locator =>
  page.getByRole('dialog').or(page.getByRole('navigation')).getByRole('link', { name });

export const steps: readonly Step[] = [
  ['choose 7 days', (page) => exactly(page, '7d').click()],
  ['choose 24 hours', (page) => exactly(page, '24h').click()],
  ['go one length back', (page) => exactly(page, 'Earlier').click()],
  ['choose 24 hours again', (page) => exactly(page, '24h').click()],
  ['show a chart as table', (page) => button(page, /^Show as table/).click()],
  ['back to the chart', (page) => button(page, /^Show as table/).click()],
  ['overlay the traffic', (page) => button(page, 'Overlaid').click()],
  ['read a chart by keys', (page) => page.getByRole('slider').first().press('ArrowLeft')],
  ['open the menu of zones', (page) => button(page, /UTC/).click()],
  ['close it', (page) => page.keyboard.press('Escape')],
  ['open the search', (page) => page.keyboard.press('Control+k')],
  ['type into the search', (page) => page.keyboard.type('10')],
  ['close the search', (page) => page.keyboard.press('Escape')],
  ['hide the numbers', (page) => button(page, /numbers/i).click()],
  ['show the numbers', (page) => button(page, /numbers/i).click()],
  ['go to the anomalies', (page) => link(page, /^Anomalies/).click()],
  ['filter by status', (page) => exactly(page, 'Closed').click()],
  ['choose 30 days', (page) => exactly(page, '30d').click()],
  ['select a row', (page) => page.getByRole('row').getByRole('checkbox').nth(1).click()],
  ['go to the subscribers', (page) => link(page, /^Subscribers/).click()],
  ['go to the devices', (page) => link(page, /^Devices/).click()],
  [
    'go to a device',
    (page) =>
      page
        .locator('main')
        .getByRole('link', { name: /^\d+\.\d$/ })
        .first()
        .click(),
  ],
  ['open the list of further pages', (page) => button(page, /more/i).click()],
  ['go to the timeline', (page) => place(page, 'Timeline').click()],
  ['pause by the space bar', (page) => page.keyboard.press('Space')],
  ['go on by the space bar', (page) => page.keyboard.press('Space')],
];
