import { describe, expect, it } from '@jest/globals';
import { Sessions } from '#access';
import { openConsole } from './open-console.js';
import { barriersOn, signIn, visit } from './signed-in.js';

/* The door of the console in a real browser: in, out, and what a key that ends takes along. */

describe('signing in', () => {
  const at = openConsole();

  it('keeps nothing in reach of scripts, runs nothing that is not ours, and ends for good', async () => {
    const { page, complaints, close } = await visit(at);
    await page.goto('/console/progress?lang=en');
    await page.locator('#key').waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await page.locator('#key:focus').waitFor();
    await page.locator('#key').fill(`xk_none_${'a'.repeat(40)}`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This key is none').waitFor();
    await signIn(page, await at.registry.keyFor('supervisor'), '/console/progress?lang=en');
    await page.getByRole('heading', { name: 'Progress towards the targets' }).waitFor();
    expect(await page.evaluate('[document.cookie, localStorage.length]')).toEqual(['', 0]);
    const policy = (await page.request.get('/')).headers()['content-security-policy'] ?? '';
    expect(policy).toMatch(/script-src 'self'; style-src 'self' 'nonce-[A-Za-z0-9+/=]{24}'/);
    expect(policy).not.toContain('unsafe');
    const [cookie] = await page.context().cookies();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('#key').waitFor();
    expect(await page.getByText('You were signed out').count()).toBe(0);
    expect(await page.context().cookies()).toEqual([]);
    const again = await at.registry.ask('get', '/v1/session', {
      key: null,
      headers: { cookie: `${cookie?.name}=${cookie?.value}` },
    });
    expect(again.status).toBe(401);
    expect(complaints).toEqual([]);
    await close();
  });

  it('leads the first administrator to what is to be filled first', async () => {
    const { page, complaints, close } = await visit(at);
    const keyId = (await at.registry.keyFor('admin')).split('_')[1] ?? '';
    const link = await at.registry.application.get(Sessions).newLink(keyId);
    await page.goto(`/console/sign-in?lang=en#link=${link}`);
    await page.getByRole('heading', { name: 'Administration' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/console/administration');
    expect(complaints).toEqual([]);
    await close();
  });

  it('an address says the language of what is seen, whoever opens it', async () => {
    const { page, close } = await visit(at, { locale: 'zh-CN' });
    await signIn(page, await at.registry.keyFor('supervisor'), '/console/breakdown?asOf=2024-12-31&by=size');
    await page.getByRole('heading', { name: '分项分析' }).waitFor();
    await page.waitForURL(/lang=zh/);
    const { searchParams } = new URL(page.url());
    expect([searchParams.get('asOf'), searchParams.get('by')]).toEqual(['2024-12-31', 'size']);
    await close();
  });

  it('shows the door within five seconds after the key was revoked', async () => {
    const { page, complaints, close } = await visit(at);
    const key = await at.registry.keyFor('auditor');
    await signIn(page, key, '/console/progress?lang=zh');
    await page.getByRole('heading', { name: '目标进度' }).waitFor();
    await at.registry.ask('delete', `/v1/keys/${key.split('_')[1]}`);
    await page.locator('#key').waitFor({ timeout: 8_000 });
    await page.getByText('您的密钥已失效（已被吊销或已过期）。请向系统管理员申请新的密钥。').waitFor();
    await page.locator('#key').fill(key);
    await page.locator('.sign-in button[type=submit]').click();
    await page.getByText('此密钥已失效：已被吊销或已过期。').waitFor();
    expect(await barriersOn(page)).toEqual([]);
    // The stream of progress is broken off with its key, and Chromium says so.
    expect(complaints.filter((text) => !text.includes('ERR_INCOMPLETE_CHUNKED_ENCODING'))).toEqual([]);
    await close();
  });

  it('says that a session came to its end, which the same key begins anew', async () => {
    const { page, complaints, close } = await visit(at);
    const key = await at.registry.keyFor('auditor');
    await signIn(page, key, '/console/loans?lang=en');
    await page.getByRole('heading', { name: 'Loans' }).waitFor();
    const [cookie] = await page.context().cookies();
    await at.registry.ask('delete', '/v1/session', {
      key: null,
      headers: { cookie: `${cookie?.name}=${cookie?.value}`, 'sec-fetch-site': 'same-origin' },
    });
    await page.getByRole('link', { name: 'Progress' }).click();
    await page.getByText('the session came to its end. Sign in again with the same key.').waitFor();
    await page.reload();
    await page.getByText('the session came to its end').waitFor();
    await page.locator('#key').fill(key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('article', { name: 'Seamless loan renewals' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('leads to what the address asks for, in its language', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, await at.registry.keyFor('admin'), '/console/progress?asOf=2024-06-30&lang=zh');
    await page.getByText('业务日期截至 2024-06-30').waitFor();
    // The programme that is shown is added, so that the address stays the same view when it is sent.
    await page.waitForURL(`${at.base}/console/progress?asOf=2024-06-30&lang=zh&programme=SH24`);
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(complaints).toEqual([]);
    await close();
  });
});
