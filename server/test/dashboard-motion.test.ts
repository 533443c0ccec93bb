import { expect, it } from 'vitest';
import { patiently, useDashboard } from './dashboard-fixture.ts';
import { dashboardRoutes, addressOf, findExamples } from './dashboard-routes.ts';
import { describeWithChromium } from './requires.ts';

interface Watch {
  /** Of each animation and transition that ran so far: its name or property, and how long it takes. */
  readonly moved: { readonly what: string; readonly ms: number }[];
}

/** Runs in the page before anything of it. */
function watchMotion(): void {
  const moved: Watch['moved'] = [];
  Object.assign(globalThis, { moved });
  const look = (): void => {
    for (const animation of document.getAnimations()) {
      const { duration, iterations } = animation.effect?.getComputedTiming() ?? {};
      const what = animation instanceof CSSAnimation ? animation.animationName : 'transition';
      moved.push({ what, ms: Number(duration) * (iterations ?? 1) });
    }
  };
  for (const type of ['animationstart', 'transitionrun']) addEventListener(type, look, { capture: true });
}

describeWithChromium('who wants less motion', (executablePath) => {
  const dashboard = useDashboard(executablePath);
  /** Longer than that of an animation that is there only to have ended. */
  const motion = async () =>
    (await dashboard.page.evaluate(() => (globalThis as unknown as Watch).moved)).filter(({ ms }) => ms > 1);
  /** A page in which an anomaly comes in, and glows for those who do not mind. */
  async function watchAttack(): Promise<void> {
    await dashboard.page.addInitScript(watchMotion);
    await dashboard.open('/');
    const wrongNow = dashboard.page.getByRole('region', { name: 'Wrong now' });
    await wrongNow.getByText('Nothing is wrong now').waitFor();
    for (let n = 0; n < 4; n++) await dashboard.writeSlot(150);
    await wrongNow.getByText('4114').first().waitFor();
  }
  const names = async () => [...new Set((await motion()).map(({ what }) => what))];

  it('sees no anomaly glow as it comes in, which others do', async () => {
    await watchAttack();
    await dashboard.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    expect(await motion()).toEqual([]);
    for (let n = 0; n < 40; n++) await dashboard.writeSlot();
    await dashboard.page.emulateMedia({ reducedMotion: 'no-preference' });
    await watchAttack();
    await expect.poll(names, patiently).toContain('arrived');
  }, 60_000);

  it('sees nothing move on any page, whatever is loaded, opened or hovered over', async () => {
    await dashboard.page.addInitScript(watchMotion);
    const examples = await findExamples(dashboard.query);
    for (const route of dashboardRoutes) {
      await dashboard.open(addressOf(route, examples));
      await expect.poll(() => dashboard.page.locator('.skeleton').count(), patiently).toBe(0);
      await dashboard.page.getByRole('main').hover();
      await dashboard.page.keyboard.press('?');
      await dashboard.page.getByRole('dialog').waitFor();
      expect(await motion(), route).toEqual([]);
      const smooth = await dashboard.page.evaluate(() =>
        [...document.querySelectorAll('*')].filter((each) => getComputedStyle(each).scrollBehavior === 'smooth'),
      );
      expect(smooth, route).toEqual([]);
    }
  }, 120_000);
});
