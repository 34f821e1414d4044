import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { type FormEvent, Fragment, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '#contract';
import { SentText } from '../shell/text-parts.js';
import { useInstantText } from '../figures/fact-names.js';
import { ExportButtons, Rows } from '../shell/listed.js';
import { addressOf } from '../http/registry.client.js';
import { Failed, Loading } from '../shell/states.js';
import { askRefusals, refusalsPath } from './submissions.client.js';

/** What was refused of all that the institution sent, not of files alone. */
export const RefusalsSection = () => {
  const { t } = useTranslation();
  const { from, to, rule } = useSearch({ from: '/console/submissions' });
  const refusals = useInfiniteQuery({
    queryKey: ['refusals', from, to, rule],
    queryFn: ({ pageParam }) => askRefusals({ from, to, rule }, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const items = refusals.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="task" aria-labelledby="own">
      <h2 id="own">{t('submissions.own')}</h2>
      <p className="quiet">{t('submissions.ownLead')}</p>
      <Filters />
      {refusals.isPending && <Loading />}
      {refusals.isError && <Failed error={refusals.error} again={() => void refusals.refetch()} />}
      {refusals.data && items.length === 0 && <p>{t('submissions.none')}</p>}
      {items.length > 0 && <Lines items={items} />}
      {refusals.hasNextPage && (
        <Button loading={refusals.isFetchingNextPage} onClick={() => void refusals.fetchNextPage()}>
          {t('submissions.more')}
        </Button>
      )}
      {items.length > 0 && (
        <ExportButtons
          of={t('submissions.own')}
          address={addressOf(refusalsPath, { from, to, rule })}
          name="refusals"
          basis={refusals.data?.pages[0]?.basis}
        />
      )}
    </section>
  );
};

const Filters = () => {
  const { t } = useTranslation();
  const { from, to, rule } = useSearch({ from: '/console/submissions' });
  const navigate = useNavigate({ from: '/console/submissions' });
  const asked = { from: from ?? '', to: to ?? '', rule: rule ?? '' };
  const [given, setGiven] = useState(asked);
  useEffect(() => setGiven({ from: from ?? '', to: to ?? '', rule: rule ?? '' }), [from, to, rule]);
  const show = (event: FormEvent): void => {
    event.preventDefault();
    const found = {
      from: given.from || undefined,
      to: given.to || undefined,
      rule: given.rule.trim().toUpperCase() || undefined,
    };
    void navigate({ search: (now) => ({ ...now, ...found }), resetScroll: false });
  };
  return (
    <form className="cut" onSubmit={show}>
      {(['from', 'to', 'rule'] as const).map((name) => (
        <label key={name}>
          <span>{t(`submissions.${name}`)}</span>
          <Input
            type={name === 'rule' ? 'text' : 'date'}
            value={given[name]}
            maxLength={10}
            placeholder={name === 'rule' ? 'RNW-R02' : undefined}
            onChange={({ target }) => setGiven({ ...given, [name]: target.value })}
          />
        </label>
      ))}
      <Button htmlType="submit">{t('submissions.show')}</Button>
    </form>
  );
};

const Lines = ({ items }: { readonly items: readonly Refusal[] }) => {
  const { t, i18n } = useTranslation();
  const at = useInstantText();
  return (
    <Rows
      title={t('submissions.own')}
      items={items}
      columns={[
        ...(['at', 'report', 'ofType', 'rule', 'place'] as const).map((column) => t(`submissions.${column}`)),
        { title: t('submissions.why'), of: 'long texts' },
      ]}
      cells={(refusal) => [
        at(refusal.at),
        refusal.id !== null && <SentText key="id" text={refusal.id} />,
        refusal.type !== null && <SentText key="type" text={refusal.type} />,
        refusal.rule !== null && (
          <a
            key="rule"
            href={`/problems/${encodeURIComponent(refusal.rule)}`}
            target="_blank"
            rel="noreferrer"
          >
            {refusal.rule}
          </a>
        ),
        refusal.pointer !== null && <SentText key="place" text={refusal.pointer} />,
        <Fragment key="why">
          {i18n.language === 'zh' ? refusal.message.zh : refusal.message.en}
          {refusal.retryable && ` (${t('submissions.retry')})`}
        </Fragment>,
      ]}
    />
  );
};
