import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectPlain } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { issuedLoan } from '../support/reports.js';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';
import { lines } from '../support/streaming-bank.js';

/* As half-closed.spec, over TLS: there the client says that it sends no more (close_notify), and closes its side. */

/** Of the system, as in the guide for banks; no package has it. */
const certificateMaker = 'openssl';

describe('a client that closes its side after its request, over TLS', () => {
  const bank = 'C1010211000012';
  const folder = mkdtempSync(path.join(tmpdir(), 'xudai-tls-'));
  const tls = { certFile: path.join(folder, 'cert.pem'), keyFile: path.join(folder, 'key.pem') };
  const opened: { destroy(): unknown }[] = [];
  let registry: RunningRegistry;
  let key: string;
  let no = 0;

  beforeAll(async () => {
    const asked =
      'req -x509 -nodes -days 2 -subj /CN=localhost -newkey ec -pkeyopt ec_paramgen_curve:prime256v1';
    execFileSync(certificateMaker, [...asked.split(' '), '-keyout', tls.keyFile, '-out', tls.certFile], {
      stdio: 'ignore',
    });
    registry = await runningRegistry({ tls });
    key = await registry.bank(bank);
  });
  afterEach(() => {
    for (const socket of opened.splice(0)) socket.destroy();
  });
  afterAll(async () => {
    await registry?.close();
    rmSync(folder, { recursive: true });
  });

  const loan = () => issuedLoan(bank, `T${(no += 1)}`, 1);
  const opening = async (): Promise<TLSSocket> => {
    // Not in the types of Node.js.
    const halfOpen = {
      port: registry.port,
      host: '127.0.0.1',
      allowHalfOpen: true,
      rejectUnauthorized: false,
    };
    const socket = connect(halfOpen);
    opened.push(socket);
    await once(socket, 'secureConnect');
    return socket;
  };
  const wholeAnswer = async (socket: TLSSocket): Promise<string> => {
    let answer = '';
    socket.on('data', (part) => (answer += String(part)));
    await once(socket, 'end');
    return answer;
  };
  const posted = async (type: string, body: string): Promise<string> => {
    const socket = await opening();
    const head = [
      'POST /v1/events HTTP/1.1',
      'Host: x',
      `Authorization: Bearer ${key}`,
      `Content-Type: ${type}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
    return wholeAnswer(socket);
  };

  it('has the answer to one report', async () => {
    expect(await posted('application/cloudevents+json', JSON.stringify(loan()))).toMatch(/^HTTP\/1\.1 201 /);
  });

  it('has every line of the answer to a stream, and its summary', async () => {
    const answer = await posted('application/x-ndjson', lines(...Array.from({ length: 100 }, loan)));
    expect(answer.match(/"outcome":"recorded"/g)).toHaveLength(100);
    expect(answer).toContain('"summary":{"read":100,"recorded":100');
  });

  it('with nothing under way is closed', async () => {
    const socket = await opening();
    socket.end();
    expect(await wholeAnswer(socket)).toBe('');
  });

  it('before the handshake is closed', async () => {
    const socket = connectPlain({ port: registry.port, host: '127.0.0.1', allowHalfOpen: true });
    opened.push(socket);
    await once(socket, 'connect');
    const began = performance.now();
    socket.resume().end();
    await once(socket, 'close');
    // Else the bound on handshakes would end it, after two minutes.
    expect(performance.now() - began).toBeLessThan(100_000);
  });
});
