import { z } from 'zod';
import { looksLikeStreamName } from '#facts';
import { faultOfAddress, faultOfFiles } from './event-store-address.js';
import { type ReadFile, takeSecretsFromFiles } from './secret-files.js';

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a number from 0 to 65535')
  .transform(Number)
  .refine((number) => number <= 65_535, 'must be a number from 0 to 65535');

const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: ({ input }) => (input === undefined ? 'is not set' : 'must be a postgres:// address'),
});

/** Told without breaking off: what is wrong in other settings is told beside it. */
const eventStoreUrl = z.string().superRefine((url, context) => {
  const fault = faultOfAddress(url);
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
});

const logLevel = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']);

/** Settings of the contract that are not built yet: a start with one of them is refused, never half obeyed. */
const notBuilt = [
  'XUDAI_OIDC_ISSUER',
  'XUDAI_OIDC_AUDIENCE',
  'XUDAI_SIGNING_KEY_FILE',
  'XUDAI_RATE_LIMIT',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
] as const;

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;

/** What several settings must be together; looked at also when one of them is wrong in itself, so that all is told at once. */
const together = (name: string, message: string, fits: (set: Readonly<Record<string, unknown>>) => boolean) =>
  [fits, { path: [name] as PropertyKey[], message, when: (): boolean => true }] as [
    typeof fits,
    { path: PropertyKey[]; message: string; when: () => boolean },
  ];

const environment = z
  .object({
    XUDAI_HOST: z.string().min(1).default('127.0.0.1'),
    XUDAI_PORT: port.default(7080),
    XUDAI_DATA_DIR: z.string().min(1).default('.xudai'),
    XUDAI_DATABASE_URL: postgresUrl,
    XUDAI_DATABASE_OWNER_URL: postgresUrl.optional(),
    XUDAI_EVENT_STORE_URL: eventStoreUrl.optional(),
    XUDAI_STREAM_PREFIX: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/, 'must be at most 100 of A-Z a-z 0-9 . _ -')
      .refine(
        (prefix) => !looksLikeStreamName(prefix),
        'must not hold the name of a kind of stream before a hyphen, such as loan- or key-: another registry could take its streams for its own',
      )
      .optional(),
    XUDAI_TLS_CERT_FILE: z.string().min(1).optional(),
    XUDAI_TLS_KEY_FILE: z.string().min(1).optional(),
    XUDAI_TRUST_PROXY: z.enum(['0', '1']).default('0'),
    XUDAI_BOOTSTRAP_KEY: z
      .string()
      .regex(
        /^xk_[a-z0-9]{4,32}_[A-Za-z0-9]{32,128}$/,
        'must be xk_{keyId}_{secret}: keyId 4 to 32 of a-z 0-9, secret at least 32 of A-Z a-z 0-9',
      )
      .optional(),
    XUDAI_LOG_LEVEL: logLevel.default('info'),
    XUDAI_METRICS_PORT: port.default(0),
    XUDAI_METRICS_HOST: z.string().min(1).default('127.0.0.1'),
    XUDAI_HEARTBEAT_FILE: z.string().min(1).optional(),
  })
  .refine(
    ...together(
      'XUDAI_TLS_CERT_FILE',
      'certificate and key go together',
      (set) => set.XUDAI_TLS_KEY_FILE === undefined || set.XUDAI_TLS_CERT_FILE !== undefined,
    ),
  )
  .refine(
    ...together(
      'XUDAI_TLS_KEY_FILE',
      'certificate and key go together',
      (set) => set.XUDAI_TLS_CERT_FILE === undefined || set.XUDAI_TLS_KEY_FILE !== undefined,
    ),
  )
  .refine(
    ...together(
      'XUDAI_STREAM_PREFIX',
      'is of an event store, which XUDAI_EVENT_STORE_URL names',
      (set) => set.XUDAI_STREAM_PREFIX === undefined || set.XUDAI_EVENT_STORE_URL !== undefined,
    ),
  )
  .refine(
    ...together(
      'XUDAI_METRICS_PORT',
      'must be another port than XUDAI_PORT',
      ({ XUDAI_METRICS_PORT: metrics, XUDAI_PORT: own }) =>
        typeof metrics !== 'number' || metrics === 0 || metrics !== own,
    ),
  )
  .refine(
    ...together(
      'XUDAI_HOST',
      'a host other than loopback needs XUDAI_TLS_CERT_FILE and XUDAI_TLS_KEY_FILE, or XUDAI_TRUST_PROXY=1 behind a proxy that serves HTTPS: keys do not travel in the clear',
      (set) =>
        set.XUDAI_TLS_CERT_FILE !== undefined ||
        set.XUDAI_TRUST_PROXY === '1' ||
        loopback.test(String(set.XUDAI_HOST)),
    ),
  );

export interface Settings {
  /** The event store that the log lives in; undefined where it lives in the database. */
  readonly eventStore: { readonly url: string; readonly prefix: string } | undefined;
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly databaseUrl: string;
  /** For migrations only. */
  readonly databaseOwnerUrl: string | undefined;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
  readonly bootstrapKey: string | undefined;
  /** Where the registry tells its metrics; undefined where it does not. */
  readonly metrics: { readonly host: string; readonly port: number } | undefined;
  readonly logLevel: z.infer<typeof logLevel>;
  /** Written by the projector again and again, for a health check to look at. */
  readonly heartbeatFile: string | undefined;
}

export type SettingsResult =
  | { readonly outcome: 'settings'; readonly settings: Settings }
  /** One line for each setting that is wrong. */
  | { readonly outcome: 'wrong'; readonly lines: readonly string[] };

/** Empty means not set. */
const given = (env: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
    ),
  );

/** Every variable that is read, beside those that name a file with a secret: what is not among them is passed over. */
export const settingNames: readonly string[] = [...Object.keys(environment.shape), ...notBuilt];

const eventStoreFiles = (set: Readonly<Record<string, string>>, readFile: ReadFile): readonly string[] => {
  const fault = faultOfFiles(set['XUDAI_EVENT_STORE_URL'] ?? '', readFile);
  return fault === undefined ? [] : [fault];
};

/** All settings out of the environment; all that is wrong is told at once. Values are never repeated: some are secret. */
export const settingsIn = (
  env: Readonly<Record<string, string | undefined>>,
  readFile: ReadFile,
): SettingsResult => {
  const { set, wrong, nameOf } = takeSecretsFromFiles(given(env), readFile);
  const told = new Set(wrong.map(({ name }) => name));
  const parsed = environment.safeParse(set);
  const lines = [
    ...wrong.map(({ name, message }) => `${name}: ${message}`),
    ...(parsed.success ? [] : parsed.error.issues)
      .map(({ path, message }) => ({ name: nameOf(path.join('.')), message }))
      .filter(({ name }) => !told.has(name))
      .map(({ name, message }) => `${name}: ${message}`),
    ...eventStoreFiles(set, readFile).map((fault) => `${nameOf('XUDAI_EVENT_STORE_URL')}: ${fault}`),
    ...notBuilt.filter((name) => set[name] !== undefined).map((name) => `${nameOf(name)}: is not built yet`),
  ];
  if (!parsed.success || lines.length > 0) return { outcome: 'wrong', lines };
  const { data } = parsed;
  return {
    outcome: 'settings',
    settings: {
      host: data.XUDAI_HOST,
      port: data.XUDAI_PORT,
      dataDir: data.XUDAI_DATA_DIR,
      databaseUrl: data.XUDAI_DATABASE_URL,
      databaseOwnerUrl: data.XUDAI_DATABASE_OWNER_URL,
      eventStore:
        data.XUDAI_EVENT_STORE_URL === undefined
          ? undefined
          : { url: data.XUDAI_EVENT_STORE_URL, prefix: data.XUDAI_STREAM_PREFIX ?? '' },
      tls:
        data.XUDAI_TLS_CERT_FILE !== undefined && data.XUDAI_TLS_KEY_FILE !== undefined
          ? { certFile: data.XUDAI_TLS_CERT_FILE, keyFile: data.XUDAI_TLS_KEY_FILE }
          : undefined,
      bootstrapKey: data.XUDAI_BOOTSTRAP_KEY,
      metrics:
        data.XUDAI_METRICS_PORT === 0
          ? undefined
          : { host: data.XUDAI_METRICS_HOST, port: data.XUDAI_METRICS_PORT },
      logLevel: data.XUDAI_LOG_LEVEL,
      heartbeatFile: data.XUDAI_HEARTBEAT_FILE,
    },
  };
};
