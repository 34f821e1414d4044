import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isSignedJson, verifierIn } from '#signing';
import { testDatabase, type TestDatabase } from '#testing';
import { bankWithKey } from '../support/asking.js';
import { loggedProgram } from '../support/logged-program.js';
import { projectorProcess, registryProcess, type RunningProcess } from '../support/processes.js';
import { issuedLoan } from '../support/reports.js';
import { administratorsKey } from '../support/running-registry.js';
import { fileOf } from '../support/submitting.js';

/* The key that signs: one for all registries on a database, kept over a restart, and refused where others may use it. */

const bank = 'C1010211000012';

describe('the signing key', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'xudai-key-'));
  const data = path.join(folder, 'data');
  let database: TestDatabase;
  const processes: RunningProcess[] = [];

  const started = async (env: Readonly<Record<string, string>> = {}): Promise<RunningProcess> => {
    const process = await registryProcess(database.appUrl, {
      XUDAI_BOOTSTRAP_KEY: administratorsKey,
      XUDAI_DATA_DIR: data,
      ...env,
    });
    processes.push(process);
    return process;
  };
  const keyOf = async ({ base }: RunningProcess, accept = 'text/plain'): Promise<string> =>
    (await fetch(`${base}/log/key`, { headers: { accept } })).text();

  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(async () => {
    await Promise.all(processes.map((process) => process.kill()));
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  it('is one for registries that start at once, and the same after a restart', async () => {
    const both = await Promise.all([started(), started()]);
    const [key, other] = await Promise.all(both.map((each) => keyOf(each)));
    expect(key).toMatch(/^xudai\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}\n$/);
    expect(other).toBe(key);
    await both[0]?.kill();
    expect(await keyOf(await started())).toBe(key);
    expect(await keyOf(both[1] as RunningProcess, 'application/x-pem-file')).toMatch(
      /^-----BEGIN PUBLIC KEY-----\n/,
    );
  });

  it.each([
    ['may be read by others', (file: string) => chmodSync(file, 0o644), 'may be read or written by others'],
    ['holds none', (file: string) => writeFileSync(file, 'none'), 'holds no Ed25519 private key'],
  ])('refuses a start, in one line, where its file %s', async (_, spoil, why) => {
    const file = path.join(folder, 'spoilt.pem');
    writeFileSync(file, readFileSync(path.join(data, 'signing-key.pem')), { mode: 0o600 });
    spoil(file);
    const program = loggedProgram(['dist/apps/registry/src/main.js'], {
      XUDAI_DATABASE_URL: database.appUrl,
      XUDAI_SIGNING_KEY_FILE: file,
    });
    expect(await program.ended).toBe(2);
    const said = program.lines().map(({ msg }) => String(msg));
    expect(said).toEqual([expect.stringMatching(`^XUDAI_SIGNING_KEY_FILE: .*${why}`)]);
    rmSync(file);
  });

  describe('of receipts that xudai writes', () => {
    let registry: RunningProcess;
    let between: Server;
    /** What another registry would show for its key. */
    let shown: string | undefined;
    let bankKey: string;

    beforeAll(async () => {
      registry = await started();
      processes.push(projectorProcess(database.appUrl));
      bankKey = await bankWithKey(registry.base, bank);
      between = createServer((request, response) => {
        if (request.url === '/log/key' && shown !== undefined) return response.end(shown);
        const chunks: Buffer[] = [];
        request
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('end', async () => {
            const {
              host: _host,
              connection: _connection,
              'transfer-encoding': _coding,
              ...headers
            } = request.headers;
            const answer = await fetch(registry.base + request.url, {
              method: request.method ?? 'GET',
              headers: headers as Record<string, string>,
              ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
            });
            response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
            response.end(Buffer.from(await answer.arrayBuffer()));
          });
      }).listen(0, '127.0.0.1');
      await new Promise((listening) => between.once('listening', listening));
    });
    afterAll(() => void between.close());

    const submit = (file: string): Promise<{ readonly code: number; readonly stderr: string }> =>
      new Promise((ended) => {
        const { port } = between.address() as { readonly port: number };
        const env = { PATH: process.env['PATH'], XDG_CONFIG_HOME: folder, HOME: folder };
        const main = path.resolve('dist/apps/cli/src/xudai/main.js');
        const profile = path.join(folder, 'xudai', 'profiles.json');
        execFile(
          process.execPath,
          [main, 'profile', 'set', 'default', '--address', `http://127.0.0.1:${port}`],
          { env },
          () => {
            expect(readFileSync(profile, 'utf8')).toContain(bankKey);
            execFile(process.execPath, [main, 'submit', file], { env }, (error, _, stderr) =>
              ended({ code: Number(error?.code ?? 0), stderr }),
            );
          },
        ).stdin?.end(`${bankKey}\n`);
      });

    it('is looked at, and another one is told', async () => {
      const file = path.join(folder, 'loans.ndjson');
      writeFileSync(file, fileOf([issuedLoan(bank, 'S1', 1)]));
      shown = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n';
      const other = await submit(file);
      expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('not signed by the key')]);
      expect(() => readFileSync(`${file}.receipt.json`)).toThrow(/ENOENT/);
      shown = undefined;
      expect(await submit(file)).toMatchObject({ code: 0 });
      const verifier = verifierIn((await keyOf(registry)).trim());
      const receipt = readFileSync(`${file}.receipt.json`, 'utf8');
      expect(verifier && isSignedJson(receipt, verifier)).toBe(true);
    });
  });
});
