import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LoanHistoryItem, LoanHistoryItemList } from '#contract';
import { loanOf, RecordedFact } from '../figures/recorded-fact.js';
import { useFactName, useInstantText } from '../figures/fact-names.js';
import { addressOf, askRegistry } from '../http/registry.client.js';
import { StateAfter } from '../loans/state-after.js';
import { Failed, Loading } from '../shell/states.js';
import { askFact, type Walked } from './log.client.js';
import { TargetAfter } from './target-after.js';

/** What the address says of another fact, and of its page where that is another one. */
interface Place {
  readonly at: string;
  readonly from?: string;
}

interface Stepping {
  readonly fact: Walked;
  /** Undefined at either end. */
  readonly before: Place | undefined;
  readonly after: Place | undefined;
}

/** One fact, what it left of its loan and of the target that is walked through, and the way to the facts beside it. */
export const Step = ({ fact, before, after }: Stepping) => {
  const { t } = useTranslation();
  const factName = useFactName();
  const at = useInstantText();
  const { programme, target } = useSearch({ from: '/console/log' });
  const navigate = useNavigate({ from: '/console/log' });
  const recorded = useQuery({
    queryKey: ['fact', fact.seq],
    queryFn: async () => (await askFact(fact.seq)) ?? null,
    ...(fact.recorded ? { initialData: fact.recorded } : {}),
  });
  const go = (to: Place | undefined): void =>
    void navigate({ search: (now) => ({ ...now, ...to }), resetScroll: false });
  const day = fact.effectiveDate;
  return (
    <section className="task" aria-labelledby="step">
      <h2 id="step">{t('log.step', { seq: fact.seq.toLocaleString('en'), what: factName(fact.type) })}</h2>
      <p className="quiet">
        {day !== null && `${t('log.effective', { day })} · `}
        {recorded.data && t('loans.recorded', { at: at(recorded.data.recordedAt) })}
      </p>
      <LoanAfter fact={fact} />
      {programme !== undefined && target !== undefined && (
        <TargetAfter programme={programme} target={target} seq={fact.seq} />
      )}
      {recorded.isPending && <Loading />}
      {recorded.isError && <Failed error={recorded.error} again={() => void recorded.refetch()} />}
      {recorded.data && <RecordedFact key={fact.seq} fact={recorded.data} isOpen />}
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

const LoanAfter = ({ fact }: { readonly fact: Walked }) => {
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
