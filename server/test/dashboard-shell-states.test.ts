import { expect, it } from 'vitest';
import { expectNothingForAxe, patiently, useDashboard } from './dashboard-fixture.ts';
import { describeWithChromium } from './requires.ts';

const minute = 60_000;

describeWithChromium('what the dashboard says of its own state', (executablePath) => {
  const dashboard = useDashboard(executablePath);
  const bar = () => dashboard.page.getByRole('banner');
  const network = () => dashboard.page.getByRole('region', { name: 'Network traffic' });
  const figureColour = () =>
    dashboard.page
      .locator('.figure-value')
      .first()
      .evaluate((figure) => getComputedStyle(figure).color);

  const dataAsOf = async () => Date.parse((await bar().locator('time').getAttribute('datetime'))!);
  /** The browser's clock is set to a minute after the data, which is otherwise years old. */
  const openFresh = async () => {
    await dashboard.open('/');
    const now = (await dataAsOf()) + minute;
    await dashboard.page.clock.setFixedTime(now);
    await dashboard.page.reload();
    await bar().getByText('fresh').waitFor();
    return now;
  };

  /** Answers the queries of this name in another way than the server would. */
  const answer = (operation: string, status: number, change: (body: { data: unknown }) => unknown) =>
    dashboard.page.route('**/graphql', async (route) => {
      if (!route.request().postData()?.includes(`"operationName":"${operation}"`)) return route.fallback();
      const response = await route.fetch();
      return route.fulfill({ status, json: change((await response.json()) as { data: unknown }) });
    });

  it('tells nobody that all is well while nobody is judged yet', async () => {
    await answer('Learning', 200, ({ data }) => ({
      data: { ...(data as object), detectionRule: { networkLearningDays: 60 } },
    }));
    await dashboard.open('/');
    await dashboard.page.getByText('Nobody is judged yet').waitFor();
    expect(await dashboard.page.getByText('Nothing is wrong now').count()).toBe(0);
  });

  it('notifies of critical anomalies once the reader wants it, one a minute, and not before, and sounds only if he wants that too', async () => {
    await dashboard.page.addInitScript(() => {
      const told: string[] = [];
      const sounded: AudioContextState[] = [];
      class Fake extends EventTarget {
        static permission = 'granted';
        static requestPermission = () => Promise.resolve('granted');
        constructor(title: string, { body }: { body: string }) {
          super();
          told.push(`${title}. ${body}`);
        }
      }
      // It sounds as ever, and is counted.
      class Counted extends AudioContext {
        override createOscillator() {
          sounded.push(this.state);
          return super.createOscillator();
        }
      }
      Object.assign(window, { Notification: Fake, AudioContext: Counted, told, sounded });
      document.hasFocus = () => false;
    });
    // Two subscribers of a day are too few for anything to be critical, or for a second alert.
    await dashboard.page.routeWebSocket('**/graphql', (browserSide) => {
      const serverSide = browserSide.connectToServer();
      serverSide.onMessage((message) =>
        browserSide.send(
          String(message)
            .replaceAll(/"severity":"\w+"/g, '"severity":"CRITICAL"')
            .replaceAll('"alerted":false', '"alerted":true'),
        ),
      );
    });
    const told = () => dashboard.page.evaluate(() => (window as unknown as { told: string[] }).told);
    const sounds = () => dashboard.page.evaluate(() => (window as unknown as { sounded: string[] }).sounded.length);
    const choice = (name: string) => dashboard.page.getByRole('group', { name });
    const attack = async () => {
      for (let n = 0; n < 4; n++) await dashboard.writeSlot(200);
      await expect.poll(told, patiently).toEqual([expect.stringMatching(/^1 critical anomaly\. 4114: /)]);
    };
    await dashboard.open('/settings');
    await choice('Notifications of critical anomalies').getByLabel('On').check();
    await attack();
    expect(await sounds()).toBe(0);
    await choice('Sound with critical anomalies').getByLabel('On').check();
    // So that the reader knows what he will hear.
    expect(await sounds()).toBe(1);
    for (let n = 0; n < 40; n++) await dashboard.writeSlot();
    await dashboard.open('/');
    expect(await sounds()).toBe(0);
    await attack();
    expect(await sounds()).toBe(1);
  }, 60_000);

  it('tells fresh data from late and stale by words, and stale data looks stale', async () => {
    const now = await openFresh();
    await dashboard.page.locator('.figure-value').first().waitFor();
    const lively = await figureColour();
    await dashboard.page.clock.setFixedTime(now + 17 * minute);
    await bar().getByText('late: nothing new for 17 min').waitFor();
    await dashboard.page.clock.setFixedTime(now + 24 * minute);
    await bar().getByText('stale: nothing new for 24 min').waitFor();
    expect(await figureColour()).not.toBe(lively);
    await expectNothingForAxe(dashboard.page);
    await dashboard.page.reload();
    await bar().getByText('stale: nothing new for 24 min').waitFor();
    await dashboard.writeSlot();
    await bar().getByText('fresh').waitFor();
  }, 60_000);

  it('counts down to the next attempt while the server is away, keeps what was there, and says once it has caught up', async () => {
    dashboard.expectComplaint('ERR_CONNECTION_REFUSED');
    await openFresh();
    await dashboard.page.locator('.figure-value').first().waitFor();
    await dashboard.stopApp();
    await bar()
      .getByText(/^in \d+ s$|^now$/)
      .waitFor();
    await dashboard.page.getByText('Connection to the server lost').waitFor();
    expect(await dashboard.page.locator('.figure-value').count()).toBeGreaterThan(0);
    expect(await dashboard.page.locator('main.looks-old').count()).toBe(1);
    await dashboard.startApp();
    await bar().getByText('Caught up').waitFor();
    await dashboard.page.locator('main:not(.looks-old)').waitFor({ state: 'attached' });
  }, 60_000);

  it('shows a panel that failed with a way to try again, while the others go on', async () => {
    dashboard.expectComplaint('status of 502');
    await answer('NetworkTraffic', 502, () => ({}));
    await dashboard.open('/');
    await network().getByText('The server did not answer').waitFor();
    await network().getByText('It sent status 502 instead of data.').waitFor();
    await dashboard.page.getByRole('region', { name: 'Devices' }).getByRole('img').first().waitFor();
    await expectNothingForAxe(dashboard.page);
    await dashboard.page.unroute('**/graphql');
    await network().getByRole('button', { name: 'Try again' }).click();
    await network().getByRole('img').first().waitFor();
    await expect.poll(() => network().getByRole('alert').count(), patiently).toBe(0);
  });

  it('shows what there is when only a part is missing', async () => {
    const errors = [{ message: 'One device did not answer', extensions: { code: 'INTERNAL_SERVER_ERROR' } }];
    await answer('NetworkTraffic', 200, ({ data }) => ({ data, errors }));
    await dashboard.open('/');
    await network().getByText('A part of this is missing').waitFor();
    expect(await network().getByRole('button', { name: 'Try again' }).count()).toBe(1);
    await network().getByRole('img').first().waitFor();
  });

  it('says that one may not see a panel, and offers no second try that could not help', async () => {
    const errors = [{ message: 'No', extensions: { code: 'FORBIDDEN' } }];
    await answer('NetworkTraffic', 200, () => ({ data: null, errors }));
    await dashboard.open('/');
    await network().getByText('You may not see this').waitFor();
    expect(await network().getByRole('button', { name: 'Try again' }).count()).toBe(0);
  });

  it('offers to reload when the server came back with another dashboard', async () => {
    await dashboard.open('/');
    await dashboard.page.route('**/_app/version.json', (route) => route.fulfill({ json: { version: 'another' } }));
    await dashboard.context.setOffline(true);
    await bar().getByText('Reconnecting').waitFor();
    dashboard.expectComplaint('ERR_INTERNET_DISCONNECTED');
    await dashboard.context.setOffline(false);
    await dashboard.page.getByText('A new version of the dashboard is there.').waitFor();
    await dashboard.page.evaluate(() => document.body.setAttribute('data-old', ''));
    await Promise.all([
      dashboard.page.waitForEvent('load'),
      dashboard.page.getByRole('button', { name: 'Reload' }).click(),
    ]);
    expect(await dashboard.page.locator('body[data-old]').count()).toBe(0);
  });
});
