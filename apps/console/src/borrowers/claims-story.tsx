import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Borrower, LoanHistoryItem, LoanHistoryItemList } from '#contract';
import { useNameOfKey } from '../breakdown/names-of-keys.js';
import { useFactName, useInstantText } from '../figures/fact-names.js';
import { FactLink, FactNumber } from '../figures/recorded-fact.js';
import { askRegistry, RegistryProblem } from '../http/registry.client.js';
import { useSession } from '../session/session.client.js';
import { Rows } from '../shell/listed.js';
import { SentText } from '../shell/text-parts.js';
import { seenText } from '../shell/seen-text.js';
import { Failed, Loading } from '../shell/states.js';
import { StatusOf, useDrawnText } from './claim-words.js';
import { ClaimSteps } from './claim-story-steps.js';
import { type ClaimStep, claimSteps } from './claim-steps.js';
import { Decisions } from './decide-contest.js';
import { explainedClaims, type ExplainedClaim } from './claim-reasons.js';

/** Which claims there are, which of them won and why, and the facts that follows from. */
export const ClaimsStory = ({ borrower }: { readonly borrower: Borrower }) => {
  const { t } = useTranslation();
  const { role } = useSession();
  const explained = explainedClaims(borrower, role !== 'bank');
  return (
    <section className="task" aria-labelledby="story">
      <h2 id="story">{t('borrowers.story')}</h2>
      {explained.length === 0 && <p className="quiet">{t('borrowers.noClaims')}</p>}
      <ol className="timeline">
        {explained.map((each) => (
          <ClaimExplained
            key={`${each.claim.institution} ${each.claim.loanId}`}
            explained={each}
            steps={claimSteps(borrower, each.claim)}
          />
        ))}
      </ol>
      {borrower.more.settlements && <p className="quiet">{t('borrowers.notAllSteps')}</p>}
      {explained.length > 0 && <FactsOf explained={explained} />}
      {borrower.decisions.length > 0 && <Decisions decisions={borrower.decisions} />}
      {explained.length > 0 && role === 'auditor' && (
        <p>
          <a
            href={`/v1/facts?stream=borrower-${encodeURIComponent(borrower.borrowerKey)}`}
            target="_blank"
            rel="noreferrer"
          >
            {t('borrowers.allFacts')}
          </a>
        </p>
      )}
    </section>
  );
};

const ClaimExplained = ({
  explained: { claim, why, winner, prior },
  steps,
}: {
  readonly explained: ExplainedClaim;
  readonly steps: readonly ClaimStep[];
}) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const drawn = useDrawnText();
  return (
    <li>
      <h3>
        <SentText text={name('institution', claim.institution)} /> · <StatusOf claim={claim} />
      </h3>
      <p>
        <bdi>
          {t('borrowers.claimed', {
            bank: name('institution', claim.institution),
            loan: seenText(claim.loanId),
            drawn: drawn(claim),
          })}
        </bdi>{' '}
        <bdi>
          {t(`borrowers.explained.${why}`, {
            winner: winner ? name('institution', winner.institution) : t('borrowers.another'),
            day: claim.earlierDate ?? '',
          })}
        </bdi>{' '}
        {prior && (
          <Link
            to="/console/loans/$institution/$loanId"
            params={{ institution: prior.institution, loanId: prior.loanId }}
          >
            <bdi>
              {t('borrowers.prior', {
                bank: name('institution', prior.institution),
                loan: seenText(prior.loanId),
              })}
            </bdi>
          </Link>
        )}
      </p>
      <p className="quiet">{t('borrowers.settledBy', { seq: claim.seq.toLocaleString('en') })}</p>
      <ClaimSteps steps={steps} />
    </li>
  );
};

interface OfLoan {
  readonly institution: string;
  readonly loanId: string;
}

/** What settles a claim: when the loan was drawn, that it is claimed, and what was taken back or put right. */
const settling: readonly string[] = [
  'LoanIssued',
  'LoanOpened',
  'FirstTimeClaimed',
  'LoanCancelled',
  'FactCorrected',
  'FactReversed',
];

const historyQuery = ({ institution, loanId }: OfLoan) => ({
  queryKey: ['settling', institution, loanId],
  queryFn: async (): Promise<readonly LoanHistoryItem[]> => {
    const address = `/v1/loans/${encodeURIComponent(institution)}/${encodeURIComponent(loanId)}/history?limit=1000`;
    const { items } = await askRegistry<LoanHistoryItemList>(address);
    return items.filter(({ fact }) => settling.includes(fact.type));
  },
});

const isGone = (error: Error | null): boolean => error instanceof RegistryProblem && error.status === 404;

const FactsOf = ({ explained }: { readonly explained: readonly ExplainedClaim[] }) => {
  const { t } = useTranslation();
  const loans: readonly OfLoan[] = explained.flatMap(({ claim, prior }) =>
    prior ? [prior, claim] : [claim],
  );
  const unlike = [...new Map(loans.map((each) => [`${each.institution} ${each.loanId}`, each])).values()];
  const answers = useQueries({ queries: unlike.map(historyQuery) });
  const failed = answers.find(({ isError, error }) => isError && !isGone(error));
  const items = answers.flatMap(({ data }) => data ?? []);
  return (
    <>
      <h3>{t('borrowers.facts')}</h3>
      {answers.some(({ isPending }) => isPending) && <Loading />}
      {failed?.error && <Failed error={failed.error} again={() => void failed.refetch()} />}
      {unlike.map(
        (loan, at) =>
          isGone(answers[at]?.error ?? null) && (
            <p key={loan.loanId} className="quiet">
              {t('borrowers.gone', { loan: seenText(loan.loanId) })}
            </p>
          ),
      )}
      {items.length > 0 && <FactRows items={items.toSorted((one, other) => one.fact.seq - other.fact.seq)} />}
    </>
  );
};

const FactRows = ({ items }: { readonly items: readonly LoanHistoryItem[] }) => {
  const { t } = useTranslation();
  const factName = useFactName();
  const name = useNameOfKey();
  const at = useInstantText();
  const columns = ['fact', 'what', 'loan', 'bank', 'effective', 'recorded', 'stands'] as const;
  return (
    <Rows
      title={t('borrowers.facts')}
      items={items}
      columns={columns.map((column) => t(`borrowers.${column}`))}
      keyOf={({ fact }) => fact.seq}
      cells={({ fact, changedBy }) => [
        <FactNumber key="seq" seq={fact.seq} />,
        factName(fact.type),
        <FactLink key="place" {...fact} />,
        fact.institution !== null && <SentText key="bank" text={name('institution', fact.institution)} />,
        fact.effectiveDate,
        at(fact.recordedAt),
        changedBy
          ? t(changedBy.type === 'FactReversed' ? 'borrowers.undoneBy' : 'borrowers.replacedBy', {
              seq: changedBy.seq.toLocaleString('en'),
            })
          : t('borrowers.yes'),
      ]}
    />
  );
};
