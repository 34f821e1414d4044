import { describe, expect, it } from '@jest/globals';
import { type Compose, containerOf, readCompose, volumesOf } from '../support/deployment.js';
import * as rules from '../support/deployment-rules.js';

/* What compose.yaml promises, and that its settings are those that the code reads. No container engine is needed. */

/** Each rule, with faults that it must find. */
const planted: readonly (readonly [rules.DeploymentRule, readonly ((compose: Compose) => void)[]])[] = [
  [
    rules.imagesPinned,
    [
      (compose) => (containerOf(compose, 'postgres').image = 'postgres'),
      (compose) => (containerOf(compose, 'proxy').image = 'haproxy:latest'),
      (compose) => (containerOf(compose, 'store-1').image = 'eventstore/eventstore:23.10'),
    ],
  ],
  [
    rules.littleMayBeDone,
    [
      (compose) => delete containerOf(compose, 'registry-1').read_only,
      (compose) => delete containerOf(compose, 'store-2').cap_drop,
      (compose) => delete containerOf(compose, 'proxy').user,
      (compose) => (containerOf(compose, 'postgres').user = '0'),
      (compose) => (containerOf(compose, 'projector-1').user = 'root'),
      (compose) => (containerOf(compose, 'postgres').ports = ['5432:5432']),
      (compose) => (containerOf(compose, 'proxy').security_opt = []),
    ],
  ],
  [
    rules.bounded,
    [
      (compose) => delete containerOf(compose, 'migrations').logging,
      (compose) => delete containerOf(compose, 'store-3').deploy?.resources.limits['memory'],
    ],
  ],
  [
    rules.watched,
    [
      (compose) => delete containerOf(compose, 'postgres').healthcheck,
      (compose) => (containerOf(compose, 'registry-2').healthcheck = { disable: true }),
      (compose) => (containerOf(compose, 'store-1').healthcheck = { test: ['CMD', 'curl', '/health/live'] }),
    ],
  ],
  [
    rules.endsAndComesBack,
    [
      (compose) => (containerOf(compose, 'store-1').restart = 'on-failure'),
      (compose) => delete containerOf(compose, 'postgres').restart,
      (compose) => (containerOf(compose, 'projector-2').stop_grace_period = '20s'),
      (compose) => delete containerOf(compose, 'store-single').stop_grace_period,
    ],
  ],
  [
    rules.waitsForWhatIsThere,
    [
      (compose) =>
        (containerOf(compose, 'registry-1').depends_on = { database: { condition: 'service_healthy' } }),
      (compose) =>
        (containerOf(compose, 'registry-1').depends_on = { 'store-1': { condition: 'service_healthy' } }),
      (compose) =>
        (containerOf(compose, 'migrations').depends_on = { postgres: { condition: 'service_started' } }),
    ],
  ],
  [rules.profileIsChosen, [(compose) => delete containerOf(compose, 'store-single').profiles]],
  [
    rules.nothingLeftOver,
    [
      (compose) => (compose.volumes['forgotten'] = null),
      (compose) => (containerOf(compose, 'proxy').secrets = ['unknown']),
      (compose) => (compose.configs['proxy'] = { file: './proxy/none.cfg' }),
      (compose) => (compose.networks['store'] = null),
    ],
  ],
  [
    rules.settingsAgree,
    [
      (compose) => ((containerOf(compose, 'registry-1').environment ??= {})['XUDAI_UNKNOWN'] = '1'),
      (compose) => delete containerOf(compose, 'projector-1').environment?.['XUDAI_EVENT_STORE_URL_FILE'],
      (compose) => ((containerOf(compose, 'registry-2').environment ??= {})['XUDAI_BOOTSTRAP_KEY'] = 'xk_'),
      (compose) => (containerOf(compose, 'migrations').secrets = ['database-url']),
      (compose) =>
        ((containerOf(compose, 'projector-2').environment ??= {})['XUDAI_DATABASE_OWNER_URL_FILE'] = '/x'),
    ],
  ],
  [
    rules.metricsStayInside,
    [
      (compose) => delete containerOf(compose, 'registry-1').environment?.['XUDAI_METRICS_PORT'],
      (compose) => delete containerOf(compose, 'registry-2').environment?.['XUDAI_METRICS_HOST'],
      (compose) => ((containerOf(compose, 'registry-1').environment ??= {})['XUDAI_METRICS_PORT'] = '7080'),
      (compose) => containerOf(compose, 'postgres').networks?.push('metrics'),
      (compose) => (containerOf(compose, 'registry-1').networks = ['front', 'read-side', 'store']),
    ],
  ],
  [
    rules.storeIsWhole,
    [
      (compose) =>
        ((containerOf(compose, 'store-2').environment ??= {})['EVENTSTORE_GOSSIP_SEED'] = 'store-1:2113'),
      (compose) => ((containerOf(compose, 'store-2').environment ??= {})['EVENTSTORE_INSECURE'] = 'true'),
      (compose) => delete compose.services['store-3'],
    ],
  ],
];

const nameOf = (rule: rules.DeploymentRule): string | undefined =>
  Object.entries(rules).find(([, each]) => each === rule)?.[0];

describe.each(planted.map(([rule, faults]) => [nameOf(rule), rule, faults] as const))(
  'compose.yaml: %s',
  (_, rule, faults) => {
    it('holds', () => expect(rule(readCompose())).toEqual([]));

    it.each(faults.map((plant) => [plant.toString(), plant] as const))(
      'is seen to fail: %s',
      (_fault, plant) => {
        const compose = readCompose();
        plant(compose);
        expect(rule(compose)).not.toEqual([]);
      },
    );
  },
);

it('each rule is looked at', () => {
  expect(planted.map(([rule]) => nameOf(rule)).toSorted()).toEqual(Object.keys(rules).toSorted());
});

describe('compose.yaml', () => {
  it('has what production is made of', () => {
    expect(Object.keys(readCompose().services).toSorted()).toEqual(
      [
        'proxy',
        'registry-1',
        'registry-2',
        'projector-1',
        'projector-2',
        'migrations',
        'postgres',
        'store-certificates',
        'store-1',
        'store-2',
        'store-3',
        'store-single',
      ].toSorted(),
    );
  });

  it('shows the programs the certificate of the authority, and nobody its key', () => {
    const holders = (volume: string): readonly string[] =>
      Object.entries(readCompose().services)
        .filter(([, each]) => volumesOf(each).some(({ source }) => source === volume))
        .map(([name]) => name);
    expect(holders('store-authority')).toEqual(['store-certificates']);
    for (const node of ['store-1', 'store-2', 'store-3', 'store-single'])
      expect(holders(`${node}-certificate`)).toEqual(['store-certificates', node]);
    expect(holders('store-trust')).toEqual(expect.arrayContaining(['registry-1', 'projector-2', 'store-1']));
  });
});
