import { useNavigate, Link, useSearch } from '@tanstack/react-router';
import { Input, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { isNarrowed } from '../figures/cut.js';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { districts, industrySections } from '#identifiers';
import type { LoanList } from '#contract';
import { InstitutionChoice } from '../breakdown/narrowing.js';
import { reportWords } from '../figures/fact-names.js';
import { useSession } from '../session/session.client.js';
import { FilterChoice, TakenBack } from '../shell/select.js';
import { lastDay } from '../shell/forms.js';
import { LoanRows } from './loan-rows.js';
import { loanStatuses, type Narrowing, useNameOfValue, useNarrowings } from './loan-narrowings.js';
import {
  type FigureLeft,
  figureLeftIn,
  type LoanFilter,
  type LoansView,
  loansAsked,
  loansViewIn,
} from './loans-view.js';
import { ExportButtons } from '../shell/listed.js';
import { useTitle } from '../shell/text-parts.js';
import { addressOf, askRegistry } from '../http/registry.client.js';
import { measuresQuery } from '../progress/progress.client.js';
import { useName } from '../progress/target-card.js';
import { BasisBar, Failed, Loading } from '../shell/states.js';

/** Values that may be chosen of each filter; a borrower is come to from its page. */
const choices: readonly (readonly [LoanFilter, readonly string[]])[] = [
  ['district', districts.map(({ code }) => code)],
  ['industry', industrySections.map(({ section }) => section)],
  ['size', reportWords.size],
  ['product', reportWords.product],
  ['tag', reportWords.tags],
  ['status', loanStatuses],
  ['classification', reportWords.classification],
];

interface Filters {
  readonly view: LoansView;
  readonly narrowings: readonly Narrowing[];
}

/** What the list is narrowed to: to be chosen, and to be taken back. */
const LoanFilters = ({ view, narrowings }: Filters) => {
  const { t } = useTranslation();
  const { role } = useSession();
  const nameOf = useNameOfValue();
  const navigate = useNavigate({ from: '/console/loans' });
  const put = (given: Readonly<Record<string, string | undefined>>): void =>
    void navigate({ search: (now) => ({ ...now, ...given }), resetScroll: false });
  return (
    <div className="cut no-print">
      {role !== 'bank' && (
        <InstitutionChoice
          label={t('loans.institution')}
          any={t('shell.any')}
          value={view.institution}
          choose={(institution) => put({ institution })}
        />
      )}
      {choices.map(([filter, values]) => (
        <FilterChoice
          key={filter}
          label={t(`loans.${filter}`)}
          values={values}
          nameOf={(value) => nameOf(filter, value)}
          chosen={view[filter]}
          choose={(value) => put({ [filter]: value })}
        />
      ))}
      {(['maturityFrom', 'maturityTo'] as const).map((end) => (
        <label key={end}>
          <span>{t(`loans.${end}`)}</span>
          <Input
            type="date"
            max={lastDay}
            value={view[end] ?? ''}
            onChange={({ target }) => put({ [end]: target.value || undefined })}
          />
        </label>
      ))}
      <TakenBack
        items={narrowings.map(({ key, called, without }) => ({ key, called, take: () => put(without) }))}
      />
    </div>
  );
};

interface CameFrom {
  readonly figure: FigureLeft;
  readonly view: LoansView;
}

/** Who comes from a cell of a figure sees loans as they stand now: says so, and leads to the facts that the figure counts. */
const CameFromFigure = ({ figure, view }: CameFrom) => {
  const { t } = useTranslation();
  const name = useName();
  const { measure, asOf, known } = figure;
  const found = useQuery(measuresQuery).data?.find(({ code }) => code === measure);
  const { institution, district, industry, size } = view;
  const called = [
    found ? name(found.name) : measure,
    ...(asOf === undefined ? [] : [t('loans.upTo', { day: asOf })]),
    ...(known === undefined ? [] : [t('loans.knownAt', { known })]),
  ];
  return (
    <p role="note">
      <bdi>{t('loans.cameFrom', { figure: called.join(', ') })}</bdi>{' '}
      <Link to="/console/facts" search={{ ...figure, institution, district, industry, size }}>
        {t('loans.countedIn')}
      </Link>
    </p>
  );
};

import '../shell/tasks.css';

/** Loans as they stand, a page after another; what the list is narrowed to stands in the address and in its heading. */
export const LoansPage = () => {
  const { t } = useTranslation();
  const search = useSearch({ from: '/console/loans' });
  const view = loansViewIn(search);
  const figure = figureLeftIn(search);
  const { institution } = useSession();
  const asked = loansAsked(view, institution);
  const loans = useInfiniteQuery({
    queryKey: ['loans', asked],
    queryFn: ({ pageParam }) =>
      askRegistry<LoanList>(addressOf('/v1/loans', { ...asked, limit: '50', cursor: pageParam })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  useTitle(t('loans.title'));
  const narrowings = useNarrowings(view);
  const [first] = loans.data?.pages ?? [];
  const items = loans.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <h1>
        {t(institution === null ? 'loans.title' : 'loans.own')}
        <span className="page-of">
          {narrowings.length === 0
            ? t('loans.all')
            : narrowings.map(({ key, called }, at) => (
                <bdi key={key}>
                  {at > 0 && ' · '}
                  {called}
                </bdi>
              ))}
        </span>
      </h1>
      <p className="quiet">{t('loans.lead')}</p>
      {figure && <CameFromFigure figure={figure} view={view} />}
      <LoanFilters view={view} narrowings={narrowings} />
      {first && <BasisBar basis={first.basis} />}
      {loans.isError && <Failed error={loans.error} again={() => void loans.refetch()} />}
      {loans.isPending && <Loading />}
      {first && items.length === 0 && (
        <p className="state">{t(isNarrowed(view) ? 'loans.empty' : 'shell.nothingYet')}</p>
      )}
      {items.length > 0 && <LoanRows loans={items} />}
      {items.length > 0 && (
        <ExportButtons
          of={t('loans.title')}
          address={addressOf('/v1/loans', asked)}
          name="loans"
          basis={first?.basis}
        />
      )}
      {loans.hasNextPage && (
        <Button loading={loans.isFetchingNextPage} onClick={() => void loans.fetchNextPage()}>
          {t('loans.more')}
        </Button>
      )}
    </>
  );
};
