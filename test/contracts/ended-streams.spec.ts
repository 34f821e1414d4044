import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { cloudEvent } from '../support/running-registry.js';
import type { Line } from '../support/stream-client.js';
import { lines, streamingBank, summaryOf } from '../support/streaming-bank.js';

/* How a stream of reports ends before its time, and what it does to others (3.1, 3.2). */

describe('a stream of reports', () => {
  const { bank, ask, auditor, key, open, loan, port, sent } = streamingBank();

  it('is refused as a whole to who may not send, before anything of it is read', async () => {
    const reader = await auditor();
    for (const [by, status] of [
      ['xk_nobody_at', 401],
      [reader, 403],
    ] as const) {
      const stream = open(by);
      stream.write(loan());
      expect(await stream.status()).toBe(status);
      stream.request.destroy();
    }
  });

  it('whose key is revoked reads no further, tells so, and what was answered stands', async () => {
    const own = await ask('post', '/v1/keys', {
      body: { role: 'bank', institution: bank, label: 's' },
    });
    const stream = open(own.body.key);
    const first = loan();
    stream.write(first);
    expect(await stream.next()).toMatchObject({ status: 201 });
    await ask('delete', `/v1/keys/${own.body.id}`);
    const revokedAt = performance.now();
    expect(await stream.next()).toMatchObject({
      index: 1,
      status: 401,
      id: null,
      outcome: 'not-recorded',
      problem: { type: '/problems/unauthenticated' },
    });
    expect(performance.now() - revokedAt).toBeLessThan(5_000);
    expect(await stream.rest()).toMatchObject([
      {
        summary: {
          read: 1,
          recorded: 1,
          ended: { status: 401, type: '/problems/unauthenticated', detail: 'The key is not valid any more.' },
        },
      },
    ]);
    stream.request.destroy();
    expect((await ask('get', `/v1/events/${first.id}`, { key: key() })).status).toBe(200);
  });

  it('says in its summary why it was read no further, and that all of it was read where it was', async () => {
    const packed = gzipSync(lines(loan(), loan()));
    const coded = { 'content-encoding': 'gzip' };
    const [whole, cut, none] = [
      await sent(packed, coded),
      await sent(packed.subarray(0, -9), coded),
      await sent('no gzip', coded),
    ];
    expect(summaryOf(whole)).toMatchObject({ read: 2, ended: null });
    const broken = { status: 400, type: '/problems/invalid-request', detail: expect.stringMatching(/gzip/) };
    expect([summaryOf(cut)?.ended, summaryOf(none)?.ended]).toEqual([broken, broken]);
  });

  it('goes on after a line of any length, and ends at one that never ends, which is named', async () => {
    const answer = await sent(lines(loan(), 'x'.repeat(5 * 1024 * 1024), loan()));
    expect(answer).toMatchObject([
      { index: 0, status: 201 },
      { index: 1, status: 413, id: null, outcome: 'not-recorded' },
      { index: 2, status: 201 },
      { summary: { read: 3, recorded: 2, refused: 1, byRule: { 'too-large': 1 }, ended: null } },
    ]);
    const endless = gzipSync(lines(loan(), 'x'.repeat(300 * 1024 * 1024)), { level: 1 });
    expect(summaryOf(await sent(endless, { 'content-encoding': 'gzip' }))).toMatchObject({
      read: 1,
      ended: { status: 413, detail: expect.stringMatching(/^Line 2 goes on/) },
    });
  });

  it('that was told so may not go on sending: its connection ends', async () => {
    const socket = connect(port(), '127.0.0.1').on('error', () => undefined);
    const chunk = (text: string): boolean => socket.write(`${text.length.toString(16)}\r\n${text}\r\n`);
    let answer = '';
    socket.on('data', (part) => (answer += String(part)));
    const head = ['POST /v1/events HTTP/1.1', 'Host: x', `Authorization: Bearer ${key()}`];
    socket.write(
      `${head.join('\r\n')}\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    const spaces = ' '.repeat(256 * 1024);
    for (let count = 0; count < 5; count += 1) chunk(spaces);
    const sending = setInterval(() => chunk(spaces), 50);
    const closed = new Promise<true>((done) => socket.once('close', () => done(true)));
    const isClosed = await Promise.race([closed, setTimeout(8_000, false)]);
    clearInterval(sending);
    socket.destroy();
    expect(answer).toContain('"status":413');
    expect(answer).toContain('"summary"');
    expect(isClosed).toBe(true);
  });

  it('that breaks off has what was answered recorded once, and can be sent again as a whole', async () => {
    const reports = Array.from({ length: 300 }, () => loan());
    const stream = open();
    stream.write(...reports.slice(0, 200));
    const answered: Line[] = [];
    for (let count = 0; count < 50; count += 1) answered.push((await stream.next()) as Line);
    stream.request.destroy();
    await setTimeout(200);
    const answer = await sent(lines(...reports));
    expect(answer).toHaveLength(301);
    for (const [at, before] of answered.entries()) {
      const { index, status, repeated, ...told } = before;
      expect(answer[at]).toMatchObject({ index, status: 200, repeated: true, facts: told.facts });
      expect([status, repeated]).toEqual([201, false]);
    }
    const counts = summaryOf(answer);
    expect(counts).toMatchObject({ read: 300, refused: 0 });
    expect((counts?.recorded ?? 0) + (counts?.repeated ?? 0)).toBe(300);
  });

  it('of who does not read the answer is read no further, and others have their time', async () => {
    const stream = open();
    stream.request.setNoDelay(true);
    const first = loan();
    const text = lines(first);
    let isHeldUp = false;
    for (let count = 0; count < 400 && !isHeldUp; count += 1) {
      isHeldUp = !stream.request.write(text.repeat(400));
      if (isHeldUp)
        isHeldUp = await Promise.race([
          setTimeout(2_000, true),
          new Promise<false>((free) => stream.request.once('drain', () => free(false))),
        ]);
    }
    expect(isHeldUp).toBe(true);
    const single = await ask('post', '/v1/events', { key: key(), type: cloudEvent, body: loan() });
    expect(single.status).toBe(201);
    stream.request.destroy();
  });

  it('waits when so many are under way, and has its place again when they end', async () => {
    const streams = [];
    for (const expected of [200, 200, 200, 200, 200, 200, 200, 200, 503]) {
      const stream = open();
      streams.push(stream);
      stream.write(loan());
      expect(await stream.status()).toBe(expected);
    }
    for (const stream of streams) stream.request.destroy();
    const deadline = Date.now() + 10_000;
    let status = 0;
    while (status !== 200 && Date.now() < deadline) {
      const stream = open();
      stream.request.end(lines(loan()));
      status = await stream.status();
      stream.request.destroy();
      await setTimeout(200);
    }
    expect(status).toBe(200);
  });
});
