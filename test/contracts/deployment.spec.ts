import { describe, expect, it } from '@jest/globals';
import { type Compose, readCompose, service, volumesOf } from '../support/deployment.js';
import * as rules from '../support/deployment-rules.js';

/* What compose.yaml promises, and that its settings are those that the code reads. No container engine is needed. */

/** Each rule, with faults that it must find. */
const planted: readonly (readonly [rules.DeploymentRule, readonly ((compose: Compose) => void)[]])[] = [
  [
    rules.imagesPinned,
    [
      (compose) => (service(compose, 'postgres').image = 'postgres'),
      (compose) => (service(compose, 'proxy').image = 'haproxy:latest'),
      (compose) => (service(compose, 'store-1').image = 'eventstore/eventstore:23.10'),
    ],
  ],
  [
    rules.littleMayBeDone,
    [
      (compose) => delete service(compose, 'registry-1').read_only,
      (compose) => delete service(compose, 'store-2').cap_drop,
      (compose) => delete service(compose, 'proxy').user,
      (compose) => (service(compose, 'postgres').user = '0'),
      (compose) => (service(compose, 'projector-1').user = 'root'),
      (compose) => (service(compose, 'postgres').ports = ['5432:5432']),
      (compose) => (service(compose, 'proxy').security_opt = []),
    ],
  ],
  [
    rules.bounded,
    [
      (compose) => delete service(compose, 'migrations').logging,
      (compose) => delete service(compose, 'store-3').deploy?.resources.limits['memory'],
    ],
  ],
  [
    rules.watched,
    [
      (compose) => delete service(compose, 'postgres').healthcheck,
      (compose) => (service(compose, 'registry-2').healthcheck = { disable: true }),
      (compose) => (service(compose, 'store-1').healthcheck = { test: ['CMD', 'curl', '/health/live'] }),
    ],
  ],
  [
    rules.endsAndComesBack,
    [
      (compose) => (service(compose, 'store-1').restart = 'on-failure'),
      (compose) => delete service(compose, 'postgres').restart,
      (compose) => (service(compose, 'projector-2').stop_grace_period = '20s'),
      (compose) => delete service(compose, 'store-single').stop_grace_period,
    ],
  ],
  [
    rules.waitsForWhatIsThere,
    [
      (compose) =>
        (service(compose, 'registry-1').depends_on = { database: { condition: 'service_healthy' } }),
      (compose) =>
        (service(compose, 'registry-1').depends_on = { 'store-1': { condition: 'service_healthy' } }),
      (compose) =>
        (service(compose, 'migrations').depends_on = { postgres: { condition: 'service_started' } }),
    ],
  ],
  [rules.everyServiceInAProfile, [(compose) => delete service(compose, 'store-single').profiles]],
  [
    rules.nothingLeftOver,
    [
      (compose) => (compose.volumes['forgotten'] = null),
      (compose) => (service(compose, 'proxy').secrets = ['unknown']),
      (compose) => (compose.configs['proxy'] = { file: './proxy/none.cfg' }),
      (compose) => (compose.networks['store'] = null),
    ],
  ],
  [
    rules.settingsAgree,
    [
      (compose) => ((service(compose, 'registry-1').environment ??= {})['XUDAI_UNKNOWN'] = '1'),
      (compose) => delete service(compose, 'projector-1').environment?.['XUDAI_EVENT_STORE_URL_FILE'],
      (compose) => ((service(compose, 'registry-2').environment ??= {})['XUDAI_BOOTSTRAP_KEY'] = 'xk_'),
      (compose) => (service(compose, 'migrations').secrets = ['database-url']),
      (compose) =>
        ((service(compose, 'projector-2').environment ??= {})['XUDAI_DATABASE_OWNER_URL_FILE'] = '/x'),
    ],
  ],
  [
    rules.storeIsWhole,
    [
      (compose) =>
        ((service(compose, 'store-2').environment ??= {})['EVENTSTORE_GOSSIP_SEED'] = 'store-1:2113'),
      (compose) => ((service(compose, 'store-2').environment ??= {})['EVENTSTORE_INSECURE'] = 'true'),
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
