import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isProblemWord, problemWords } from '#problem-details';
import { readSettings } from '#settings';
import { containerOf, readCompose, stagesOf, volumesOf } from '../support/deployment.js';

/* The files around compose.yaml: secrets, images and the proxy agree with it, with each other and with the code. */

describe('the secrets', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'xudai-made-'));
  const made = (profile: string): string => path.join(folder, profile);
  const textOf = (profile: string, name: string): string =>
    readFileSync(path.join(made(profile), name), 'utf8');
  const make = (profile: string, of = profile): string =>
    execFileSync('sh', ['docker/make-secrets.sh', profile], {
      env: { PATH: process.env['PATH'], XUDAI_SECRETS_DIR: made(of) },
      encoding: 'utf8',
      stdio: 'pipe',
    });

  beforeAll(() => {
    for (const profile of ['cluster', 'single']) make(profile);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are all made, but for the certificate of the proxy and its key, and are never made again', () => {
    const files = Object.values(readCompose().secrets).map(({ file }) => path.basename(file));
    expect(
      [...readdirSync(made('cluster')), 'registry-certificate.pem', 'registry-key.pem'].toSorted(),
    ).toEqual(files.toSorted());
    const before = textOf('cluster', 'bootstrap-key');
    const said = make('cluster');
    expect(said).not.toMatch(/^made/m);
    expect(said).toMatch(/^kept in .*: .*bootstrap-key .*event-store-url$/m);
    expect(textOf('cluster', 'bootstrap-key')).toBe(before);
  });

  it.each([
    ['cluster', 'single'],
    ['single', 'cluster'],
  ])('of the profile %s are not taken for those of %s', (profile, other) => {
    const before = textOf(profile, 'event-store-url');
    expect(() => make(other, profile)).toThrow(/event-store-url names store-\S+, .* remove that file/);
    expect(textOf(profile, 'event-store-url')).toBe(before);
  });

  it('are what the settings take', () => {
    const file = (name: string): string => path.join(made('cluster'), name);
    // The authority's certificate is in the container alone; any other file that is here stands for it.
    const address = textOf('cluster', 'event-store-url').replace(
      /(?<=tlsCAFile=)[^&]+/,
      file('database-url'),
    );
    expect(
      readSettings({
        XUDAI_DATABASE_URL_FILE: file('database-url'),
        XUDAI_DATABASE_OWNER_URL_FILE: file('database-owner-url'),
        XUDAI_EVENT_STORE_URL: address,
        XUDAI_BOOTSTRAP_KEY_FILE: file('bootstrap-key'),
      }),
    ).toMatchObject({ outcome: 'settings', settings: { eventStore: { prefix: '' } } });
    for (const login of ['app', 'owner']) {
      const url = new URL(textOf('cluster', login === 'app' ? 'database-url' : 'database-owner-url'));
      expect(url.username).toBe(`xudai_${login}`);
      expect(url.password).toBe(textOf('cluster', `database-${login}-password`));
      expect(url.hostname in readCompose().services).toBe(true);
    }
  });

  it.each(['cluster', 'single'])('name each node of the store in the profile %s, over TLS', (profile) => {
    const [, password, hosts = '', query] =
      /^esdb:\/\/admin:([A-Za-z0-9]{40})@([^?]+)\?(.+)$/.exec(textOf(profile, 'event-store-url')) ?? [];
    expect(password).toBe(textOf(profile, 'store-admin-password'));
    const nodes = Object.entries(readCompose().services)
      .filter(([, { image, profiles }]) => image.startsWith('eventstore/') && profiles?.includes(profile))
      .map(([name]) => `${name}:2113`);
    expect(hosts.split(',')).toEqual(nodes);
    const options = new URLSearchParams(query);
    expect(options.get('tls')).toBe('true');
    expect(options.get('nodePreference')).toBe('leader');
    const trust = volumesOf(containerOf(readCompose(), 'registry-1')).find(
      ({ source }) => source === 'store-trust',
    );
    expect(options.get('tlsCAFile')).toBe(`${trust?.target}/ca.crt`);
  });

  it('a store that is not named is asked for', () => expect(() => make('')).toThrow('usage'));
});

describe('the Dockerfile', () => {
  const stages = stagesOf(readFileSync('docker/Dockerfile', 'utf8'));
  const stage = (name: string) => stages.find((each) => each.name === name);
  const targets = ['registry', 'projector'];

  it('has its stages, on one pinned image', () => {
    expect(stages.map(({ name }) => name)).toEqual(['base', 'build', 'production', 'runtime', ...targets]);
    expect(stage('base')?.from).toMatch(/^node:\d+\.\d+\.\d+-bookworm-slim$/);
    expect(stage('runtime')?.from).toBe('base');
    for (const target of targets) expect(stage(target)?.from).toBe('runtime');
  });

  it('runs nothing as root, installs nothing in the end, and takes the tree from the stages before', () => {
    const last = [
      ...(stage('runtime')?.instructions ?? []),
      ...targets.flatMap((target) => stage(target)?.instructions ?? []),
    ];
    expect(last.filter((line) => line.startsWith('USER'))).toEqual(['USER node']);
    expect(last.filter((line) => /npm (ci|install|run)|apt|curl/.test(line))).toEqual([]);
    expect(last.filter((line) => line.startsWith('COPY') && !line.startsWith('COPY --from='))).toEqual([]);
    expect(stage('production')?.instructions.join('\n')).toContain('npm ci --omit=dev');
  });

  it('copies what is there and is let through, and starts what is compiled from a source that is there', () => {
    const ignored = readFileSync('docker/Dockerfile.dockerignore', 'utf8').split('\n');
    const copied = stages
      .flatMap(({ instructions }) => instructions)
      .filter((line) => line.startsWith('COPY') && !line.includes('--from='))
      .flatMap((line) => line.split(' ').slice(1, -1));
    for (const name of new Set(copied)) {
      expect([name, existsSync(name)]).toEqual([name, true]);
      expect(ignored).toContain(`!${name}`);
    }
    const { command = [] } = containerOf(readCompose(), 'migrations');
    const programs = targets.flatMap((target) =>
      (stage(target)?.instructions ?? []).flatMap((line) => line.match(/dist\/[\w/.-]+\.js/g) ?? []),
    );
    expect(programs).toHaveLength(4);
    for (const program of [...programs, ...command])
      expect([program, existsSync(program.replace(/^dist\//, '').replace(/js$/, 'ts'))]).toEqual([
        program,
        true,
      ]);
  });

  it('gives each image its health check', () => {
    for (const target of targets)
      expect(stage(target)?.instructions.find((line) => line.startsWith('HEALTHCHECK'))).toContain(
        `"dist/apps/cli/src/check-health.js", "${target}"`,
      );
  });
});

describe('the proxy', () => {
  const configuration = readFileSync('docker/proxy/haproxy.cfg', 'utf8');

  it('stands before each registry, at the port that is published', () => {
    const compose = readCompose();
    const registries = Object.keys(compose.services).filter((name) => name.startsWith('registry-'));
    const port = containerOf(compose, 'registry-1').environment?.['XUDAI_PORT'];
    expect([...configuration.matchAll(/^ {2}server (\S+) (\S+)$/gm)].map(([, , address]) => address)).toEqual(
      registries.map((name) => `${name}:${port}`),
    );
    const [, bound] = /bind :(\d+) ssl/.exec(configuration) ?? [];
    expect(containerOf(compose, 'proxy').ports?.[0]?.endsWith(`:${bound}`)).toBe(true);
  });

  it('logs no path, no query and no header', () => {
    const [, format = ''] = /^ {2}log-format "(.*)"$/m.exec(configuration) ?? [];
    expect(format.split(' ').filter((word) => /%(\{.*\})?(r|HP|HPO|HQ|HU|hr|hs|\[.*)$/.test(word))).toEqual(
      [],
    );
    expect(format).toContain('%HM');
    expect(configuration).not.toMatch(/^ {2}(option (httplog|tcplog|httpslog)|capture )/m);
  });

  it.each(['invalid-request', 'timeout', 'unavailable'])('says %s as a problem document', (name) => {
    const text = readFileSync(`docker/proxy/${name}.http`, 'utf8');
    const [head = '', body = ''] = text.split('\r\n\r\n');
    const problem = JSON.parse(body) as {
      readonly type: string;
      readonly title: string;
      readonly status: number;
    };
    const word = problem.type.replace('/problems/', '');
    expect(isProblemWord(word) && problemWords[word]).toMatchObject({
      status: problem.status,
      en: problem.title,
    });
    expect(head).toContain(`HTTP/1.1 ${problem.status} `);
    expect(head).toContain('application/problem+json');
    expect(head).toContain(`Content-Length: ${Buffer.byteLength(body)}`);
    expect(configuration).toContain(`/${name}.http`);
  });
});
