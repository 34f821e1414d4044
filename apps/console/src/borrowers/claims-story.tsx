import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Borrower, Fact, LoanHistoryItemList } from '#contract';
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
          <ClaimExplained key={`${each.claim.institution} ${each.claim.loanId}`} explained={each} />
        ))}
      </ol>
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
}: {
  readonly explained: ExplainedClaim;
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
  queryFn: async (): Promise<readonly Fact[]> => {
    const address = `/v1/loans/${encodeURIComponent(institution)}/${encodeURIComponent(loanId)}/history?limit=1000`;
    const { items } = await askRegistry<LoanHistoryItemList>(address);
    return items.map(({ fact }) => fact).filter(({ type }) => settling.includes(type));
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
  const facts = answers.flatMap(({ data }) => data ?? []);
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
      {facts.length > 0 && <FactRows facts={facts.toSorted((one, other) => one.seq - other.seq)} />}
    </>
  );
};

const FactRows = ({ facts }: { readonly facts: readonly Fact[] }) => {
  const { t } = useTranslation();
  const factName = useFactName();
  const name = useNameOfKey();
  const at = useInstantText();
  const columns = ['fact', 'what', 'loan', 'bank', 'effective', 'recorded'] as const;
  return (
    <Rows
      title={t('borrowers.facts')}
      items={facts}
      columns={columns.map((column) => t(`borrowers.${column}`))}
      keyOf={({ seq }) => seq}
      cells={(fact) => [
        <FactNumber key="seq" seq={fact.seq} />,
        factName(fact.type),
        <FactLink key="place" {...fact} />,
        fact.institution !== null && <SentText key="bank" text={name('institution', fact.institution)} />,
        fact.effectiveDate,
        at(fact.recordedAt),
      ]}
    />
  );
};
