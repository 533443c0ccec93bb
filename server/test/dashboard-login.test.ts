import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { noAccess, type Account } from '../src/access/access-state.ts';
import { hashPassword } from '../src/access/password.ts';
import { password } from './access-fixture.ts';
import { expectNothingForAxe, patiently } from './dashboard-fixture.ts';
import { describeWithChromium } from './requires.ts';
import { startApp, type RunningApp } from './running-app.ts';
import { useWatchedPage } from './watched-page.ts';

describeWithChromium('a dashboard with accounts', (executablePath) => {
  let folder: string;
  let app: RunningApp;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tidewatch-login-'));
    const hash = await hashPassword(password);
    const account = (name: string, role: Account['role']): Account => ({
      name,
      role,
      devices: null,
      password: hash,
      subject: null,
      goodFrom: 0,
    });
    const access = join(folder, 'access.json');
    await writeFile(
      access,
      JSON.stringify({ ...noAccess, accounts: [account('ann', 'admin'), account('vic', 'viewer')] }),
    );
    const world = ['--simulated-subscribers', '50', '--simulated-days', '1', '--simulated-slot-interval', '200'];
    const keys = join(folder, 'pseudonym-keys');
    await writeFile(keys, `${Buffer.alloc(32, 7).toString('base64')}\n`, { mode: 0o600 });
    app = await startApp(['--data', folder, '--access', access, '--pseudonym-keys', keys, ...world]);
  }, 60_000);
  afterAll(async () => {
    await app.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const watched = useWatchedPage(executablePath, () => app.url);
  const logIn = async (name: string, given = password): Promise<void> => {
    await watched.page.getByLabel('Name').fill(name);
    await watched.page.getByLabel('Password').fill(given);
    await watched.page.getByRole('button', { name: 'Log in' }).click();
  };
  const isLive = () => watched.page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
  const pathOf = (): string => new URL(watched.page.url()).pathname;

  it.each(['light', 'dark'] as const)('leads a stranger to the page to log in, and back: %s', async (colorScheme) => {
    watched.expectComplaint('401');
    watched.expectComplaint('WebSocket');
    await watched.page.emulateMedia({ colorScheme });
    await watched.page.goto(`${app.url}/devices`);
    await watched.page.getByRole('heading', { name: 'Log in' }).waitFor();
    await expectNothingForAxe(watched.page);
    await logIn('vic', 'a wrong password');
    await watched.page.getByRole('alert').filter({ hasText: 'Name or password is wrong' }).waitFor();
    await logIn('vic');
    await isLive();
    expect(pathOf()).toBe('/devices');
  });

  it('shows who one is, and leads out', async () => {
    watched.expectComplaint('401');
    await watched.page.goto(`${app.url}/login?back=/account`);
    await logIn('vic');
    await watched.page.getByText('Viewer: reads').waitFor();
    expect(await watched.page.getByRole('heading', { name: 'Keys of machines' }).count()).toBe(0);
    await expectNothingForAxe(watched.page);
    await watched.page.getByRole('button', { name: 'Log out' }).click();
    await watched.page.getByRole('heading', { name: 'Log in' }).waitFor();
    expect((await watched.context.cookies()).filter(({ name }) => name === 'tidewatch-session')).toEqual([]);
  });

  it('reveals the number behind a pseudonym to who may know it and says why, and to nobody else', async () => {
    watched.expectComplaint('401');
    const { page } = watched;
    await page.goto(`${app.url}/login?back=/subscribers`);
    await logIn('ann');
    await page.getByRole('link', { name: /^p_/ }).first().click();
    const title = page.getByRole('heading', { level: 1, name: /^Subscriber p_/ });
    await title.waitFor();
    const [shown, address] = [await title.textContent(), page.url()];
    await page.getByRole('button', { name: 'Reveal number…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Reveal the number' });
    await dialog.getByText('Your name and this reason are kept in the audit.').waitFor();
    await expectNothingForAxe(page);
    await dialog.getByRole('textbox', { name: 'Why you need it' }).fill('he asked for his bill');
    await dialog.getByRole('button', { name: 'Reveal' }).click();
    const told = page.getByRole('status').filter({ hasText: /^Number \d+$/ });
    await told.waitFor();
    const number = (await told.textContent())!.replace('Number ', '');

    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill(number);
    await page
      .getByRole('option', { name: shown!.replace('Subscriber ', '') })
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await page.reload();
    await title.waitFor();
    expect(await page.getByText(number, { exact: true }).count()).toBe(0);
    await page.context().clearCookies();

    await page.goto(`${app.url}/login?back=${new URL(address).pathname}`);
    await logIn('vic');
    await title.waitFor();
    await isLive();
    expect(await page.getByRole('button', { name: 'Reveal number…' }).count()).toBe(0);
  });

  it('lets an admin make an account and a key, and ends what is open when the account goes', async () => {
    watched.expectComplaint('401');
    await watched.page.goto(`${app.url}/login?back=/account`);
    await logIn('ann');
    const accounts = watched.page.getByRole('region', { name: 'Accounts' });
    await accounts.getByLabel('Name').fill('bob');
    await accounts.getByLabel(/^Password/).fill('tide and time wait');
    await accounts.getByRole('button', { name: 'Save' }).click();
    await accounts.getByText('bob', { exact: true }).waitFor();
    const keys = watched.page.getByRole('region', { name: 'Keys of machines' });
    await keys.getByLabel('Name').fill('tickets');
    await keys.getByRole('button', { name: 'Make' }).click();
    const key = await keys.locator('code').textContent();
    const headers = { authorization: `Bearer ${key}` };
    expect((await fetch(`${app.url}/api/statistics`, { headers })).status).toBe(200);
    await expectNothingForAxe(watched.page);
    await keys.getByRole('button', { name: 'Revoke the key tickets' }).click();
    await expect.poll(async () => (await fetch(`${app.url}/api/statistics`, { headers })).status, patiently).toBe(401);
    await accounts.getByRole('button', { name: 'Remove the account of bob' }).click();
    await expect.poll(() => accounts.getByText('bob', { exact: true }).count(), patiently).toBe(0);
  });

  it('goes to the page to log in when the session ends elsewhere', async () => {
    watched.expectComplaint('401');
    watched.expectComplaint('WebSocket');
    await watched.page.goto(`${app.url}/login`);
    await logIn('vic');
    await isLive();
    const [cookie] = (await watched.context.cookies()).filter(({ name }) => name === 'tidewatch-session');
    const headers = { cookie: `tidewatch-session=${cookie!.value}`, 'content-type': 'application/json' };
    expect((await fetch(`${app.url}/access/logout`, { method: 'POST', headers, body: '{}' })).status).toBe(200);
    await watched.page.getByRole('heading', { name: 'Log in' }).waitFor();
  });
});
