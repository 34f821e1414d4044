import { z } from 'zod';
import { faultOfFiles } from './event-store-address.js';
import { fileSettingOf, type ReadFile, secretSettings, takeSecretsFromFiles } from './secret-files.js';
import {
  bootstrapKey,
  eventStoreUrl,
  flag,
  host,
  logLevel,
  path,
  port,
  postgresUrl,
  rateLimit,
  refusalsDays,
  rules,
  streamPrefix,
  unknownNames,
} from './setting-rules.js';

/** Settings of the contract that are not built yet. The program refuses to start with one, instead of ignoring it. */
const notBuilt = ['XUDAI_OIDC_ISSUER', 'XUDAI_OIDC_AUDIENCE', 'OTEL_EXPORTER_OTLP_ENDPOINT'] as const;

const environment = z.object({
  XUDAI_HOST: host.default('127.0.0.1'),
  XUDAI_PORT: port.default(7080),
  XUDAI_DATA_DIR: path.default('.xudai'),
  XUDAI_DATABASE_URL: postgresUrl,
  XUDAI_DATABASE_OWNER_URL: postgresUrl.optional(),
  XUDAI_EVENT_STORE_URL: eventStoreUrl.optional(),
  XUDAI_STREAM_PREFIX: streamPrefix.optional(),
  XUDAI_TLS_CERT_FILE: path.optional(),
  XUDAI_TLS_KEY_FILE: path.optional(),
  XUDAI_TRUST_PROXY: flag.default('0'),
  XUDAI_BOOTSTRAP_KEY: bootstrapKey.optional(),
  XUDAI_LOG_LEVEL: logLevel.default('info'),
  XUDAI_METRICS_PORT: port.default(0),
  XUDAI_METRICS_HOST: host.default('127.0.0.1'),
  XUDAI_STORAGE_DIR: path.optional(),
  XUDAI_HEARTBEAT_FILE: path.optional(),
  XUDAI_RATE_LIMIT: rateLimit.optional(),
  XUDAI_REFUSALS_DAYS: refusalsDays.default(400),
  XUDAI_SIGNING_KEY_FILE: path.optional(),
});

const checked = rules.reduce(
  (schema, { fits, ...alreadyNamed }) => schema.refine(fits, alreadyNamed),
  environment,
);

export interface Settings {
  /** The event store of the log; undefined where the log is in the database. */
  readonly eventStore: { readonly url: string; readonly prefix: string } | undefined;
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly storageDir: string | undefined;
  /** Used by migrations only. */
  readonly databaseOwnerUrl: string | undefined;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
  /** Whether a proxy in front serves HTTPS. */
  readonly trustProxy: boolean;
  readonly bootstrapKey: string | undefined;
  /** The address at which metrics are served; undefined where they are not. */
  readonly metrics: { readonly host: string; readonly port: number } | undefined;
  readonly logLevel: z.infer<typeof logLevel>;
  /** Written by the projector every five seconds, for health checks. */
  readonly heartbeatFile: string | undefined;
  /** Requests a second for each key; undefined: unlimited. */
  readonly rateLimit: number | undefined;
  /** How many days refusals are kept. */
  readonly refusalsDays: number;
  /** File of the signing key; created at the first start. */
  readonly signingKeyFile: string;
}

export type SettingsResult =
  | { readonly outcome: 'settings'; readonly settings: Settings }
  /** One line for each fault. */
  | { readonly outcome: 'wrong'; readonly lines: readonly string[] };

/** The variables that are set; an empty one counts as unset. */
export const given = (env: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
    ),
  );

/** Every variable that is read, without those of secret files. */
export const settingNames: readonly string[] = [...Object.keys(environment.shape), ...notBuilt];

/** All names with the prefix that are allowed. */
const knownNames: readonly string[] = [...settingNames, ...secretSettings.map(fileSettingOf)];

const eventStoreFiles = (set: Readonly<Record<string, string>>, readFile: ReadFile): readonly string[] => {
  const fault = faultOfFiles(set['XUDAI_EVENT_STORE_URL'] ?? '', readFile);
  return fault === undefined ? [] : [fault];
};

/** Parses all settings; all faults are reported at once. Messages never repeat a value, since some are secret. */
export const settingsIn = (
  env: Readonly<Record<string, string | undefined>>,
  readFile: ReadFile,
): SettingsResult => {
  const { set, wrong, nameOf } = takeSecretsFromFiles(given(env), readFile);
  const alreadyNamed = new Set(wrong.map(({ name }) => name));
  const parsed = checked.safeParse(set);
  const lines = [
    ...unknownNames(Object.keys(given(env)), knownNames),
    ...wrong.map(({ name, message }) => `${name}: ${message}`),
    ...(parsed.success ? [] : parsed.error.issues)
      .map(({ path, message }) => ({ name: nameOf(path.join('.')), message }))
      .filter(
        ({ name }, at, all) => !alreadyNamed.has(name) && all.findIndex((each) => each.name === name) === at,
      )
      .map(({ name, message }) => `${name}: ${message}`),
    ...eventStoreFiles(set, readFile).map((fault) => `${nameOf('XUDAI_EVENT_STORE_URL')}: ${fault}`),
    ...notBuilt.filter((name) => set[name] !== undefined).map((name) => `${nameOf(name)}: is not built yet`),
  ];
  if (!parsed.success || lines.length > 0) return { outcome: 'wrong', lines };
  const { data } = parsed;
  return {
    outcome: 'settings',
    settings: {
      host: data.XUDAI_HOST.replaceAll(/[[\]]/g, ''),
      port: data.XUDAI_PORT,
      dataDir: data.XUDAI_DATA_DIR,
      databaseUrl: data.XUDAI_DATABASE_URL,
      storageDir: data.XUDAI_STORAGE_DIR,
      databaseOwnerUrl: data.XUDAI_DATABASE_OWNER_URL,
      eventStore:
        data.XUDAI_EVENT_STORE_URL === undefined
          ? undefined
          : { url: data.XUDAI_EVENT_STORE_URL, prefix: data.XUDAI_STREAM_PREFIX ?? '' },
      tls:
        data.XUDAI_TLS_CERT_FILE !== undefined && data.XUDAI_TLS_KEY_FILE !== undefined
          ? { certFile: data.XUDAI_TLS_CERT_FILE, keyFile: data.XUDAI_TLS_KEY_FILE }
          : undefined,
      trustProxy: data.XUDAI_TRUST_PROXY === '1',
      bootstrapKey: data.XUDAI_BOOTSTRAP_KEY,
      metrics:
        data.XUDAI_METRICS_PORT === 0
          ? undefined
          : { host: data.XUDAI_METRICS_HOST, port: data.XUDAI_METRICS_PORT },
      logLevel: data.XUDAI_LOG_LEVEL,
      heartbeatFile: data.XUDAI_HEARTBEAT_FILE,
      rateLimit: data.XUDAI_RATE_LIMIT,
      refusalsDays: data.XUDAI_REFUSALS_DAYS,
      signingKeyFile: data.XUDAI_SIGNING_KEY_FILE ?? `${data.XUDAI_DATA_DIR}/signing-key.pem`,
    },
  };
};
