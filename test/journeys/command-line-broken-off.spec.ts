import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Submission } from '#contract';
import { issuedLoan } from '../support/reports.js';
import { fileOf } from '../support/submitting.js';
import { north } from '../support/three-banks.js';
import { xudaiOfBank } from '../support/xudai-command.js';

/* What `xudai submit` tells of several files where it stops at one of them. */

interface Answer extends Pick<Submission, 'reports' | 'recorded' | 'refused'> {
  readonly files: readonly unknown[];
  readonly notDecided: readonly string[];
}

/** What stands in front of a registry, and is gone from a certain file on. */
const goingAway = async (behind: number, atFile: number): Promise<{ readonly port: number }> => {
  let files = 0;
  const front = http.createServer((asked, answer) => {
    files += Number(asked.method === 'POST');
    if (files === atFile) {
      front.close();
      front.closeAllConnections();
      return;
    }
    const { method, url: target, headers } = asked;
    const onward = http.request({ port: behind, method, path: target, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 0, answered.headers);
      answered.pipe(answer);
    });
    asked.pipe(onward);
  });
  await once(front.listen(0, '127.0.0.1'), 'listening');
  return front.address() as AddressInfo;
};

describe('several files of which xudai cannot submit all', () => {
  const { command, registry } = xudaiOfBank(north);
  const { run: xudai, file, home } = command;
  let loan = 0;

  const right = () => issuedLoan(north, `B${(loan += 1)}`, loan);
  const wrong = () => ({ ...right(), source: '/institutions/C1010511000015' });
  const submitted = async (...args: readonly string[]): Promise<readonly [number, Answer, string]> => {
    const { code, stdout, stderr } = await xudai(['submit', '--json', ...args]);
    return [code, JSON.parse(stdout || stderr) as Answer, stderr];
  };

  it('have those named that were decided before the registry went away, and the others are gone on with', async () => {
    for (const [no, report] of [right(), wrong(), right(), right()].entries())
      file(`away/${no}.ndjson`, fileOf([report]));
    const folder = path.join(home, 'away');
    const away = await goingAway(registry().port, 3);
    await command.setProfile('away', await registry().bank(north), `http://127.0.0.1:${away.port}`);
    const submit = ['--profile', 'away', 'submit', '--patience', '1'];
    const { code, stdout, stderr } = await xudai([...submit, folder]);
    expect([
      code,
      stdout
        .trim()
        .split('\n')
        .map((line) => line.replace(`${folder}/`, '')),
    ]).toEqual([
      3,
      [
        '2 reports: 1 recorded, 0 recorded before, 1 refused',
        '',
        expect.stringMatching(/^rule /),
        expect.stringMatching(/^-/),
        expect.stringMatching(/^IDN-R03 +1 /),
        '',
        'what was refused, line by line: 1.ndjson.refusals.ndjson',
        '',
        'decided: 0.ndjson',
        'decided: 1.ndjson',
        '',
        'not decided: 2.ndjson',
        'not decided: 3.ndjson',
      ],
    ]);
    expect(stderr).toMatch(/2\.ndjson was not taken to its end[^]*Call the same again/);
    const again = await xudai([...submit, '--json', folder]);
    expect([again.code, again.stdout]).toEqual([3, '']);
    const [ended, { reports, recorded, refused, files, notDecided }] = await submitted(folder);
    expect([ended, reports, recorded, refused, files.length, notDecided]).toEqual([1, 4, 3, 1, 4, []]);
  });

  it('are told as JSON as well where one of them is not taken', async () => {
    const files = [file('some/1.ndjson', fileOf([right()])), file('some/2.ndjson.gz', 'no gzip')];
    const [code, answer, told] = await submitted(...files);
    expect([code, answer.recorded, answer.notDecided]).toEqual([1, 1, files.slice(1)]);
    expect(JSON.parse(told.trim().split('\n').at(-1) ?? '')).toMatchObject({ error: { exitCode: 1 } });
  });
});
