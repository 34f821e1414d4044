import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SentText } from '../shell/text-parts.js';
import type { ProjectionName, Rebuild } from '#contract';
import { sendJson } from '../http/registry.client.js';
import { useInstantText } from '../figures/fact-names.js';
import { Listed, NotDone } from '../shell/listed.js';
import { againMs, rebuildsPath, usePages } from '../http/pages.client.js';
import { Select } from '../shell/select.js';

/** The compiler finds one that is missing: a list of the contract would bring its schemas into the browser. */
const known: Readonly<Record<ProjectionName, true>> = {
  'register-book': true,
  'loan-book': true,
  'bailout-book': true,
  'borrower-book': true,
  'reporting-book': true,
  targets: true,
  anomalies: true,
  arbiter: true,
};
const projections = Object.keys(known) as readonly ProjectionName[];

export const Rebuilds = () => {
  const { t } = useTranslation();
  const at = useInstantText();
  const list = usePages<Rebuild>(rebuildsPath, againMs);
  const count = (value: number): string => value.toLocaleString('en');
  return (
    <section className="task" aria-labelledby="rebuilds">
      <h2 id="rebuilds">{t('administration.rebuilds')}</h2>
      <p className="quiet">{t('administration.rebuildsLead')}</p>
      <AskForOne />
      <Listed
        title={t('administration.rebuilds')}
        list={list}
        file="rebuilds"
        empty={t('administration.noRebuilds')}
        columns={(
          ['projection', 'status', 'built', 'differences', 'parked', 'askedBy', 'askedAt', 'reason'] as const
        ).map((column) => t(`administration.${column}`))}
        keyOf={({ id }) => id}
        cells={(rebuild) => [
          rebuild.projection,
          t(`administration.statuses.${rebuild.status}`),
          `${count(rebuild.seq)} / ${count(rebuild.liveSeq)}`,
          rebuild.differences,
          rebuild.parked,
          <SentText key="by" text={rebuild.askedBy} />,
          at(rebuild.askedAt),
          <SentText key="reason" text={rebuild.reason ?? ''} />,
        ]}
      />
    </section>
  );
};

/** Asks once more: a rebuild reads the whole log. */
const AskForOne = () => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [projection, choose] = useState<ProjectionName>('targets');
  const [isAsked, setAsked] = useState(false);
  const asking = useMutation({
    mutationFn: () => sendJson<Rebuild>('POST', rebuildsPath, { projection }),
    onSettled: () => setAsked(false),
    onSuccess: () => client.invalidateQueries({ queryKey: ['list', rebuildsPath] }),
  });
  return (
    <>
      <div className="actions">
        <Select
          aria-label={t('administration.projection')}
          value={projection}
          disabled={isAsked}
          popupMatchSelectWidth={false}
          options={projections.map((value) => ({ value, label: value }))}
          onChange={choose}
        />
        {isAsked ? (
          <span role="group" aria-label={t('administration.askSure', { projection })}>
            {t('administration.askSure', { projection })}{' '}
            <Button type="primary" loading={asking.isPending} onClick={() => asking.mutate()}>
              {t('administration.askYes')}
            </Button>{' '}
            <Button autoFocus onClick={() => setAsked(false)}>
              {t('administration.no')}
            </Button>
          </span>
        ) : (
          <Button onClick={() => setAsked(true)}>{t('administration.ask')}</Button>
        )}
      </div>
      {asking.error && <NotDone error={asking.error} />}
    </>
  );
};
