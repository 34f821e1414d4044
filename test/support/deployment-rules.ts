import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileSettingOf, secretSettings, settingNames } from '#settings';
import { type Compose, type Container, secretsOf, volumesOf } from './deployment.js';

/* What the deployment promises beyond the shape of its file. Each is a function of the file, so that a test can show it failing. */

/** Says what is wrong; nothing when all is well. */
export type DeploymentRule = (compose: Compose) => readonly string[];

type Judgement = (
  service: Container,
  name: string,
  compose: Compose,
) => readonly (string | false | undefined)[];

const ofEach =
  (judge: Judgement): DeploymentRule =>
  (compose) =>
    Object.entries(compose.services).flatMap(([name, service]) =>
      judge(service, name, compose)
        .filter((fault) => typeof fault === 'string')
        .map((fault) => `${name}: ${fault}`),
    );

const isOurs = ({ image }: Container): boolean => image.startsWith('xudai/');
const isProgram = (_: Container, name: string): boolean => /^(registry|projector)-/.test(name);
const isStore = ({ image }: Container): boolean => image.startsWith('eventstore/');
const isOneShot = ({ restart }: Container): boolean => restart === 'no';

export const imagesPinned = ofEach(({ image }) => [
  !/^[\w./-]+:(\d+\.\d+\.\d+(-[\w.-]+)?|\d+\.\d+-\w+|\$\{XUDAI_VERSION:-local\})$/.test(image) &&
    `${image} is not one version`,
]);

export const littleMayBeDone = ofEach((service, name) => [
  service.cap_drop?.[0] !== 'ALL' && 'keeps capabilities',
  !service.security_opt?.includes('no-new-privileges:true') && 'may gain privileges',
  isOurs(service) && service.user !== undefined && 'runs as another account than the image says',
  isOurs(service) && service.read_only !== true && 'may write to its image',
  !isOurs(service) && (service.user ?? 'root') === 'root' && 'does not say as whom it runs',
  !isOurs(service) && /^0(:|$)/.test(service.user ?? '') && name !== 'store-certificates' && 'runs as root',
  name !== 'proxy' && service.ports !== undefined && 'is published',
]);

export const bounded = ofEach((service) => [
  ...['memory', 'cpus', 'pids'].map(
    (what) => service.deploy?.resources.limits[what] === undefined && `no limit of ${what}`,
  ),
  ...['max-size', 'max-file'].map(
    (what) => service.logging?.options[what] === undefined && `its log has no ${what}`,
  ),
]);

/** Ours have theirs in the Dockerfile. */
export const watched = ofEach((service) => [
  !isOneShot(service) && !isOurs(service) && !service.healthcheck?.test && 'has no health check',
  !isOneShot(service) && service.healthcheck?.disable === true && 'has its health check taken away',
  isStore(service) &&
    !service.healthcheck?.test?.join(' ').includes('has-leader') &&
    'is not asked for a leader',
]);

const secondsOf = (period = '10s'): number => Number(/^(\d+)s$/.exec(period)?.[1] ?? 0);

export const endsAndComesBack = ofEach((service, name) => [
  isStore(service) && service.restart !== 'always' && 'is not restarted always',
  !isStore(service) && !isOneShot(service) && service.restart !== 'unless-stopped' && 'is not restarted',
  isProgram(service, name) && secondsOf(service.stop_grace_period) <= 20 && 'is cut off while it ends',
  isStore(service) && secondsOf(service.stop_grace_period) <= 11 && 'is cut off while it ends',
]);

export const waitsForWhatIsThere = ofEach((service, _, { services }) =>
  Object.entries(service.depends_on ?? {}).flatMap(([needed, { condition, required = true }]) => {
    const other = services[needed];
    if (!other) return [`${needed} is no service`];
    const isThere = (service.profiles ?? []).every((profile) => other.profiles?.includes(profile));
    const wanted = isOneShot(other) ? 'service_completed_successfully' : 'service_healthy';
    return [
      required && !isThere && `${needed} is not in each of its profiles`,
      condition !== wanted && `waits for ${needed} to be ${condition}`,
    ];
  }),
);

export const profileIsChosen = ofEach(({ profiles = [] }) => [
  (profiles.length === 0 || !profiles.every((profile) => ['cluster', 'single'].includes(profile))) &&
    'starts without a choice',
]);

/** Whatever is used is declared, whatever is declared is used, and the files are there. */
export const nothingLeftOver: DeploymentRule = (compose) => {
  const services = Object.values(compose.services);
  const used = {
    secrets: services.flatMap((service) => secretsOf(service).map(({ source }) => source)),
    configs: services.flatMap(({ configs = [] }) => configs.map(({ source }) => source)),
    volumes: services.flatMap((service) => volumesOf(service).map(({ source }) => source)),
    networks: services.flatMap(({ networks = [] }) => networks),
  };
  return [
    ...(['secrets', 'configs', 'volumes', 'networks'] as const).flatMap((kind) => [
      ...used[kind]
        .filter((name) => !(name in compose[kind]))
        .map((name) => `${kind}: ${name} is not declared`),
      ...Object.keys(compose[kind])
        .filter((name) => !used[kind].includes(name))
        .map((name) => `${kind}: ${name} is not used`),
    ]),
    ...Object.values(compose.configs)
      .filter(({ file }) => !existsSync(path.join('docker', file)))
      .map(({ file }) => `${file} is not there`),
    ...Object.entries(compose.networks)
      .filter(([name, network]) => name !== 'edge' && network?.internal !== true)
      .map(([name]) => `network ${name} has a way out`),
  ];
};

const known = new Set([...settingNames, ...secretSettings.map(fileSettingOf)]);
const inProduction = [
  'XUDAI_DATABASE_URL_FILE',
  'XUDAI_EVENT_STORE_URL_FILE',
  'XUDAI_STREAM_PREFIX',
  'XUDAI_LOG_LEVEL',
];
const needed = (name: string): readonly string[] => {
  if (name === 'migrations') return ['XUDAI_DATABASE_URL_FILE', 'XUDAI_DATABASE_OWNER_URL_FILE'];
  if (name.startsWith('projector')) return inProduction;
  const ofRegistry = ['HOST', 'PORT', 'TRUST_PROXY', 'BOOTSTRAP_KEY_FILE', 'METRICS_HOST', 'METRICS_PORT'];
  return [...inProduction, ...ofRegistry.map((variable) => `XUDAI_${variable}`)];
};

/** Each of our programs is told what it needs and nothing that it does not know; secrets come out of the files it was given. */
export const settingsAgree = ofEach((service, name) => {
  if (!isOurs(service)) return [];
  const environment = service.environment ?? {};
  const files = new Set(secretsOf(service).map(({ target }) => `/run/secrets/${target}`));
  return [
    ...Object.keys(environment)
      .filter((variable) => !known.has(variable) || !needed(name).includes(variable))
      .map((variable) => `${variable} is not for it`),
    ...needed(name)
      .filter((variable) => !(variable in environment))
      .map((variable) => `${variable} is missing`),
    ...secretSettings
      .filter((secret) => secret in environment)
      .map((secret) => `${secret} stands in the open`),
    ...secretSettings
      .map((secret) => environment[fileSettingOf(secret)])
      .filter((file) => file !== undefined && !files.has(file))
      .map((file) => `${file} is not among its secrets`),
  ];
});

/** Whoever watches reaches the registries' metrics and, over that network, nothing else; the proxy hands them on to nobody. */
export const metricsStayInside: DeploymentRule = (compose) => {
  const isRegistry = (name: string): boolean => name.startsWith('registry-');
  const ofMetrics = (variable: string, { environment = {} }: Container): string | undefined =>
    environment[`XUDAI_${variable}`];
  return ofEach((service, name) => [
    isRegistry(name) !== (service.networks ?? []).includes('metrics') &&
      'is wrongly on the network of metrics, or off it',
    isRegistry(name) &&
      ofMetrics('METRICS_HOST', service) !== '0.0.0.0' &&
      'tells its metrics to itself alone',
    isRegistry(name) && !Number(ofMetrics('METRICS_PORT', service)) && 'tells no metrics',
    isRegistry(name) &&
      readFileSync('docker/proxy/haproxy.cfg', 'utf8').includes(`:${ofMetrics('METRICS_PORT', service)}`) &&
      'has its metrics handed on by the proxy',
  ])(compose);
};

/** Each node of a cluster seeks the others by the names that their certificates have. */
export const storeIsWhole: DeploymentRule = ({ services }) => {
  const nodes = Object.entries(services).filter(([, service]) => isStore(service));
  return nodes.flatMap(([name, { environment = {}, profiles = [] }]) => {
    const others = nodes.filter(
      ([other, service]) => other !== name && service.profiles?.[0] === profiles[0],
    );
    const seeds = (environment['EVENTSTORE_GOSSIP_SEED'] ?? '').split(',').filter((seed) => seed !== '');
    return [
      seeds.join() !== others.map(([other]) => `${other}:2113`).join() &&
        `${name} does not seek each other node`,
      environment['EVENTSTORE_CLUSTER_SIZE'] !== String(others.length + 1) &&
        `${name} has a cluster of another size`,
      environment['EVENTSTORE_NODE_HOST_ADVERTISE_AS'] !== name && `${name} goes by another name`,
      Object.keys(environment).some((variable) => /INSECURE|DISABLE_.*TLS|ANONYMOUS/.test(variable)) &&
        `${name} speaks in the clear`,
      !environment['EVENTSTORE_CERTIFICATE_FILE'] && `${name} has no certificate`,
    ].filter((fault) => typeof fault === 'string');
  });
};
