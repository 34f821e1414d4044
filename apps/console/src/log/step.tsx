import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Fact, LoanHistoryItem, LoanHistoryItemList } from '#contract';
import { loanOf } from '../figures/fact-link.js';
import { useFactName, useInstantText } from '../figures/fact-names.js';
import { RecordedFact } from '../figures/recorded-fact.js';
import { addressOf, askRegistry } from '../http/registry.client.js';
import { StateAfter } from '../loans/state-after.js';
import { Failed, Loading } from '../shell/states.js';

interface Stepping {
  readonly fact: Fact;
  /** Those beside it on the page; undefined at either end. */
  readonly before: Fact | undefined;
  readonly after: Fact | undefined;
  /** The first of the next page. */
  readonly next: Fact | undefined;
}

/** One fact, what it left of its loan, and the way to the facts beside it. */
export const Step = ({ fact, before, after, next }: Stepping) => {
  const { t } = useTranslation();
  const factName = useFactName();
  const at = useInstantText();
  const navigate = useNavigate({ from: '/console/log' });
  const go = (to: Fact | undefined): void => {
    if (!to) return;
    const page = to === next ? { from: String(to.seq) } : {};
    void navigate({ search: (now) => ({ ...now, ...page, at: String(to.seq) }), resetScroll: false });
  };
  const day = fact.effectiveDate;
  return (
    <section className="task" aria-labelledby="step">
      <h2 id="step">{t('log.step', { seq: fact.seq.toLocaleString('en'), what: factName(fact.type) })}</h2>
      <p className="quiet">
        {day !== null && `${t('log.effective', { day })} · `}
        {t('loans.recorded', { at: at(fact.recordedAt) })}
      </p>
      <LoanAfter fact={fact} />
      <RecordedFact key={fact.seq} fact={fact} isOpen />
      <div className="actions no-print">
        <Button disabled={!before} onClick={() => go(before)}>
          ← {t('log.stepBack')}
        </Button>
        <Button disabled={!after} onClick={() => go(after)}>
          {t('log.stepOn')} →
        </Button>
      </div>
    </section>
  );
};

const mostOfPage = '1000';

/** Goes on through the history of the loan until the fact comes. */
const stateAfter = async (address: string, seq: number): Promise<LoanHistoryItem | undefined> => {
  let cursor: string | undefined;
  do {
    const page: LoanHistoryItemList = await askRegistry(
      addressOf(`${address}/history`, { limit: mostOfPage, cursor }),
    );
    const found = page.items.find(({ fact }) => fact.seq === seq);
    if (found) return found;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return undefined;
};

const LoanAfter = ({ fact }: { readonly fact: Fact }) => {
  const { t } = useTranslation();
  const loan = loanOf(fact);
  const address =
    loan && `/v1/loans/${encodeURIComponent(loan.institution)}/${encodeURIComponent(loan.loanId)}`;
  const after = useQuery({
    queryKey: ['state-after', address, fact.seq],
    queryFn: async () => (await stateAfter(address ?? '', fact.seq))?.state ?? null,
    enabled: address !== undefined,
  });
  if (address === undefined) return null;
  if (after.isPending) return <Loading />;
  if (after.isError) return <Failed error={after.error} again={() => void after.refetch()} />;
  return after.data === null ? <p>{t('log.gone')}</p> : <StateAfter state={after.data} />;
};
