import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SnapshotPool } from '#database';
import { fullType, parseReport, reportTypes } from '#reports';
import { textsInChinese } from '../../apps/registry/src/published/docs-in-chinese.js';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* What is published to everybody is made once, and costs whoever asks again and again next to nothing. */

const published = [
  ['/openapi.json', 'application/json; charset=utf-8'],
  ['/docs', 'text/html; charset=utf-8'],
  ['/docs?lang=zh', 'text/html; charset=utf-8'],
  ['/schemas/xudai.loan.issued.v1.json', 'application/schema+json; charset=utf-8'],
  ['/problems/RNW-R02', 'text/html; charset=utf-8'],
  ['/problems/not-found', 'text/html; charset=utf-8'],
] as const;

describe('published', () => {
  let registry: RunningRegistry;

  beforeAll(async () => {
    registry = await runningRegistry();
  });

  afterAll(() => registry.close());

  const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    registry.ask('get', path, { key: null, headers });

  it.each(published)('%s has a strong tag, and is told not to have changed', async (path, type) => {
    const first = await get(path);
    expect([first.status, first.headers['content-type']]).toEqual([200, type]);
    expect(first.headers).toMatchObject({
      etag: expect.stringMatching(/^"[^"]+"$/),
      'cache-control': 'public, max-age=300',
      'content-length': String(Buffer.byteLength(first.text)),
    });
    const { etag } = first.headers as { readonly etag: string };
    const again = await get(path, { 'if-none-match': `"other", W/${etag}` });
    expect([again.status, again.text, again.headers.etag]).toEqual([304, '', etag]);
    expect((await get(path, { 'if-none-match': '"other"' })).text).toBe(first.text);
  });

  it('the interface has a page, with an example of a CSV file and of events', async () => {
    const { text } = await get('/docs');
    expect(text).toContain('<html lang="en">');
    expect(text).toContain('href="/docs?lang=zh"');
    expect(text).toContain('id,subject,time,effectiveDate,borrower.idType');
    expect(text).toContain('event: progress');
    expect((await get('/docs?lang=fr')).text).toBe(text);
  });

  it('the page has a whole report of each type, which is as its schema says', async () => {
    const { text } = await get('/docs');
    const shown = [...text.matchAll(/id="(xudai\.[a-z.-]+\.v1)".*?<pre><code>(.*?)<\/code><\/pre>/gs)];
    expect(shown.map(([, type]) => type)).toEqual(reportTypes.map(fullType));
    for (const [, type, example = ''] of shown) {
      const report = JSON.parse(example.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(code)));
      expect([report.type, parseReport(report).outcome]).toEqual([type, 'understood']);
    }
  });

  it('the same page has every operation, subject and role in Chinese, and leads back', async () => {
    const [{ text: en }, { text }] = [await get('/docs'), await get('/docs?lang=zh')];
    const titles = (of: string): readonly string[] =>
      [...of.matchAll(/<br>([^<]+) <span class="quiet">· ([^<]+)<\/span>/g)].map(([, title = '']) => title);
    expect(text).toContain('<html lang="zh">');
    expect(text).toContain('href="/docs"');
    expect(titles(text).length).toBe(titles(en).length);
    expect(titles(text).filter((title) => !/\p{Script=Han}/u.test(title))).toEqual([]);
    const headings = [...text.matchAll(/<h2>([^<]+)<\/h2>/g)].map(([, heading = '']) => heading);
    expect(headings.filter((heading) => !/\p{Script=Han}/u.test(heading))).toEqual([]);
    expect(text).toContain('<b>监管人员</b>');
    expect(text).toContain('无需密钥');
  });

  it('says what each parameter and answer is, on the Chinese page in Chinese', async () => {
    const { body } = await get('/openapi.json');
    interface Said {
      readonly parameters: readonly { readonly name: string; readonly description?: string }[];
      readonly responses: Readonly<Record<string, { readonly description?: string }>>;
    }
    const operations = Object.entries(
      body.paths as Readonly<Record<string, Readonly<Record<string, Said>>>>,
    ).flatMap(([path, methods]) => Object.values(methods).map((said) => [path, said] as const));
    const silent = operations.flatMap(([path, { parameters }]) =>
      parameters.filter(({ description }) => !description).map(({ name }) => `${path} ${name}`),
    );
    expect(silent).toEqual([]);
    const texts = new Set(
      operations.flatMap(([, { parameters, responses }]) => [
        ...parameters.map(({ description = '' }) => description),
        // Problems are told of once, at the top of the page.
        ...Object.entries(responses).flatMap(([status, { description = '' }]) =>
          Number(status) < 400 ? [description] : [],
        ),
      ]),
    );
    const known = new Set(textsInChinese);
    expect([...texts].filter((text) => !known.has(text))).toEqual([]);
    expect(textsInChinese.filter((text) => !texts.has(text))).toEqual([]);
    const cells = [...(await get('/docs?lang=zh')).text.matchAll(/<td>([^<]*)<\/td><\/tr>/g)];
    expect(cells.length).toBeGreaterThan(200);
    const english = cells.filter(([, cell = '']) => !/\p{Script=Han}|^\{type\}/u.test(cell));
    expect(english.map(([, cell]) => cell)).toEqual([]);
  });

  it.each(published)('%s answers HEAD as it answers GET, without the body', async (path, type) => {
    const { headers } = await get(path);
    const base = await registry.application.getUrl();
    const head = await fetch(base + path, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([200, type, '']);
    for (const name of ['etag', 'cache-control', 'content-length'])
      expect(head.headers.get(name)).toBe(headers[name]);
    const known = await fetch(base + path, {
      method: 'HEAD',
      headers: { 'if-none-match': String(headers.etag) },
    });
    expect(known.status).toBe(304);
  });

  it.each([
    ['/schemas/none.json', 404],
    ['/schemas/xudai.loan.issued.v1', 404],
    ['/schemas/xudai.event.corrected.v2.json', 404],
    ['/schemas/%00.json', 404],
    ['/problems/none', 404],
    ['/problems/toString', 404],
    ['/problems/..%2fopenapi.json', 404],
  ])('%s is %i', async (path, status) => {
    expect((await get(path)).status).toBe(status);
  });

  it('however many ask at once whether it is ready, two readings a second are made of its database', async () => {
    const pool = registry.application.get(SnapshotPool, { strict: false });
    const query = jest.spyOn(pool, 'query');
    const begun = performance.now();
    const answers = await Promise.all(Array.from({ length: 200 }, () => get('/readyz')));
    const readings = Math.ceil((performance.now() - begun) / 500);
    const clockReadings = query.mock.calls.filter(([text]) => text === 'select clock_timestamp() as now');
    query.mockRestore();
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(clockReadings.length).toBeLessThanOrEqual(readings);
  });
});
