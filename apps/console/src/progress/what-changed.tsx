import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FigureBasis, Movement, TargetProgress } from '#contract';
import { isDay, isSeq, isToCome, shanghaiToday } from '../figures/cut.js';
import { isOtherThanDay } from '../figures/cut-control.js';
import { quantityText, scaledOf } from '../figures/quantity.js';
import { FactLink, FactNumber } from '../figures/recorded-fact.js';
import { useFactName } from '../figures/fact-names.js';
import { Quantity } from '../figures/quantity-text.js';
import { addressOf } from '../http/registry.client.js';
import { ExportButtons, Rows } from '../shell/listed.js';
import { Failed, Loading } from '../shell/states.js';
import { isBeforeDefinition } from './no-progress.js';
import { explanationAsked, explainPath, progressQuery, useExplanation } from './progress.client.js';
import { useName } from './target-card.js';
import type { ProgressView } from './progress-view.js';
import { Pairs } from '../shell/text-parts.js';

interface Asked {
  readonly programme: string;
  readonly target: TargetProgress;
  readonly basis: FigureBasis;
  readonly view: Omit<ProgressView, 'target'>;
}

const spans = [
  ['day', 1],
  ['week', 7],
  ['month', 28],
] as const;

const dayMs = 86_400_000;

/** So many days before the day at which is looked; a fact is looked at from today. */
const dayBefore = (known: string | undefined, days: number): string =>
  shanghaiToday((known !== undefined && isDay(known) ? Date.parse(known) : Date.now()) - days * dayMs);

/** What moved a target between what was known on an earlier day and what is shown. */
export const WhatChanged = ({ programme, target, basis, view }: Asked) => {
  const { t } = useTranslation();
  const name = useName();
  const navigate = useNavigate({ from: '/console/progress' });
  const [since, setSince] = useState(view.since ?? '');
  useEffect(() => setSince(view.since ?? ''), [view.since]);
  const ask = (event: FormEvent): void => {
    event.preventDefault();
    void navigate({ search: (now) => ({ ...now, since: since || undefined }), resetScroll: false });
  };
  return (
    <section className="changed no-print" aria-labelledby="changed">
      <h2 id="changed">
        {name(target.name)} · {t('progress.changed.title')}
      </h2>
      <form className="cut" onSubmit={ask}>
        <ul className="chips" aria-label={t('progress.cut.often')}>
          {spans.map(([span, days]) => (
            <li key={span}>
              <Link
                to="/console/progress"
                search={(now) => ({ ...now, since: dayBefore(view.known, days) })}
                resetScroll={false}
              >
                {t(`progress.cut.${span}`)}
              </Link>
            </li>
          ))}
        </ul>
        <label>
          <span>{t('progress.cut.since')}</span>
          <Input
            type={isOtherThanDay(since) ? 'text' : 'date'}
            value={since}
            onChange={({ target: input }) => setSince(input.value)}
          />
        </label>
        <Button htmlType="submit">{t('progress.cut.changed')}</Button>
      </form>
      {view.since !== undefined && (
        <Since programme={programme} target={target} basis={basis} view={view} since={view.since} />
      )}
    </section>
  );
};

/** A fact is named as it is; of a day the last fact that was known is reported by the answer of then. */
const Since = ({ since, ...asked }: Asked & { readonly since: string }) => {
  const { t } = useTranslation();
  if (isToCome(since, asked.basis.seq))
    return <p className="state">{t('progress.changed.toCome', { since })}</p>;
  return isSeq(since) ? <Moved {...asked} from={Number(since)} /> : <SinceDay {...asked} since={since} />;
};

const SinceDay = ({ since, ...asked }: Asked & { readonly since: string }) => {
  const { t } = useTranslation();
  const { programme, view } = asked;
  const before = useQuery(progressQuery(programme, { asOf: view.asOf, known: since }));
  if (before.isPending) return <Loading />;
  if (before.isError && isBeforeDefinition(before.error, since))
    return (
      <>
        <p className="quiet">{t('progress.changed.notYet', { day: since })}</p>
        <Moved {...asked} from={1} />
      </>
    );
  if (before.isError) return <Failed error={before.error} again={() => void before.refetch()} />;
  return <Moved {...asked} from={Math.min(before.data.basis.seq, asked.basis.seq)} />;
};

/** What the facts after `from` did to the target, up to the last one that its answer rests on. */
export const Moved = ({ programme, target, basis, view, from }: Asked & { readonly from: number }) => {
  const { t } = useTranslation();
  const factName = useFactName();
  const asked = explanationAsked({ programme, target: target.code, basis, cut: view, from });
  const explanation = useExplanation(asked);
  const { unit } = target;
  if (explanation.isPending) return <Loading />;
  if (explanation.isError)
    return <Failed error={explanation.error} again={() => void explanation.refetch()} />;
  const [first] = explanation.data.pages;
  const items = explanation.data.pages.flatMap((page) => page.items);
  return (
    <>
      {first?.moved && <Difference moved={first.moved} unit={unit} />}
      <h3>{t('progress.changed.facts')}</h3>
      {items.length === 0 ? (
        <p className="quiet">{t('progress.changed.none')}</p>
      ) : (
        <Rows
          title={t('progress.changed.facts')}
          items={items}
          columns={[
            t('progress.changed.fact'),
            t('progress.changed.type'),
            t('progress.changed.stream'),
            t('progress.changed.effective'),
            { title: t('progress.changed.quantity'), of: 'figures' },
          ]}
          cells={({ seq, type, stream, effectiveDate, quantity, dimensions }) => [
            <FactNumber key="seq" seq={seq} moved={{ programme, target: target.code }} />,
            factName(type),
            <FactLink key="place" stream={stream} institution={dimensions.institution} seq={seq} />,
            effectiveDate,
            <Quantity key="quantity" text={quantity} unit={first?.moved?.unit ?? unit} />,
          ]}
        />
      )}
      {explanation.hasNextPage && (
        <Button loading={explanation.isFetchingNextPage} onClick={() => void explanation.fetchNextPage()}>
          {t('progress.changed.more')}
        </Button>
      )}
      {items.length > 0 && (
        <ExportButtons
          of={t('progress.changed.facts')}
          address={addressOf(explainPath, asked)}
          name={`${target.code}-moved-after-fact-${from}`}
          basis={first?.basis}
        />
      )}
    </>
  );
};

const Difference = ({ moved, unit }: { readonly moved: Movement; readonly unit: TargetProgress['unit'] }) => {
  const { t } = useTranslation();
  const { from, to, byFacts, byDefinitions } = moved;
  const difference =
    from.actual === null || to.actual === null
      ? null
      : quantityText(scaledOf(to.actual) - scaledOf(from.actual), unit);
  const rows = [
    [t('progress.changed.from', { seq: from.seq.toLocaleString('en') }), from.actual, unit],
    [t('progress.changed.to', { seq: to.seq.toLocaleString('en') }), to.actual, unit],
    [t('progress.changed.difference'), difference, unit],
    [t('progress.changed.byFacts'), byFacts, moved.unit],
    [t('progress.changed.byDefinitions'), byDefinitions, moved.unit],
  ] as const;
  return (
    <Pairs rows={rows.map(([label, text, of]) => [label, <Quantity key={label} text={text} unit={of} />])} />
  );
};
