import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Programme, ProgressAnswer } from '#contract';
import { useSession } from '../session/session.client.js';
import { shanghaiToday } from '../figures/cut.js';
import { CutControl } from '../figures/cut-control.js';
import { BasisBar, Failed, Loading, NothingCalled } from '../shell/states.js';
import { BehindSection } from './behind-section.js';
import { BurnUp } from './burn-up-section.js';
import { NoProgress } from './no-progress.js';
import { programmeShown } from './progress-view.js';
import { measuresQuery, programmesQuery, useProgress } from './progress.client.js';
import { standingsOf } from './target-state.js';
import { TargetCard, useName } from './target-card.js';
import { WhatChanged } from './what-changed.js';
import { useTitle } from '../shell/text-parts.js';
import { Select } from '../shell/select.js';

/** The first three targets of a programme lead everywhere. */
const headlines = 3;

export const ProgressPage = () => {
  const { t } = useTranslation();
  const programmes = useQuery(programmesQuery);
  if (programmes.data && programmes.data.length > 0) return <OfProgramme programmes={programmes.data} />;
  return (
    <>
      <h1>{t('progress.title')}</h1>
      {programmes.isPending && <Loading />}
      {programmes.isError && <Failed error={programmes.error} again={() => void programmes.refetch()} />}
      {programmes.data && <p className="state">{t('progress.empty')}</p>}
    </>
  );
};

const OfProgramme = ({ programmes }: { readonly programmes: readonly Programme[] }) => {
  const { t } = useTranslation();
  const name = useName();
  const { role } = useSession();
  const view = useSearch({ from: '/console/progress' });
  const chosen = programmeShown(programmes, view.programme, view.asOf ?? shanghaiToday(Date.now()));
  const isFound = view.programme === undefined || view.programme === chosen?.code;
  useProgrammeInAddress(isFound ? view.programme : undefined, isFound ? chosen?.code : undefined);
  const progress = useProgress(chosen?.code, { asOf: view.asOf, known: view.known });
  useTitle(t('progress.title'));
  return (
    <>
      <div className="page-head">
        <h1>
          {t('progress.title')}
          {chosen && <span className="page-of">{name(chosen.name)}</span>}
        </h1>
        {programmes.length > 1 && <ProgrammeChoice programmes={programmes} chosen={chosen?.code} />}
      </div>
      {view.programme !== undefined && !isFound && <NothingCalled name="programme" value={view.programme} />}
      <CutControl view={view} following={progress.following} />
      {progress.data && <BasisBar basis={progress.data.basis} />}
      {role === 'auditor' && chosen && (
        <p className="no-print">
          <Link to="/console/replays" search={{ programme: chosen.code, asOf: view.asOf, known: view.known }}>
            {t('progress.replay')}
          </Link>
        </p>
      )}
      {progress.isError && (
        <NoProgress error={progress.error} known={view.known} again={() => void progress.refetch()} />
      )}
      {progress.isPending && <Loading />}
      {progress.data && (
        <Targets
          answer={progress.data}
          narrowed={(chosen?.targets ?? []).filter(({ filter }) => filter !== null).map(({ code }) => code)}
        />
      )}
    </>
  );
};

/** An address that is sent on is of the programme that is seen, on any day. */
const useProgrammeInAddress = (asked: string | undefined, shown: string | undefined): void => {
  const navigate = useNavigate({ from: '/console/progress' });
  useEffect(() => {
    if (shown === undefined || asked === shown) return;
    void navigate({
      search: (now) => ({ ...now, programme: shown }),
      hash: true,
      replace: true,
      resetScroll: false,
    });
  }, [asked, navigate, shown]);
};

const ProgrammeChoice = ({
  programmes,
  chosen,
}: {
  readonly programmes: readonly Programme[];
  readonly chosen: string | undefined;
}) => {
  const { t } = useTranslation();
  const name = useName();
  const navigate = useNavigate({ from: '/console/progress' });
  return (
    <Select
      className="no-print"
      aria-label={t('progress.programme')}
      value={chosen}
      popupMatchSelectWidth={false}
      options={programmes.map((each) => ({ value: each.code, label: name(each.name) }))}
      onChange={(programme) => void navigate({ search: (now) => ({ ...now, programme, target: undefined }) })}
    />
  );
};

const Targets = ({
  answer: { programme, targets, basis },
  narrowed,
}: {
  readonly answer: ProgressAnswer;
  /** Targets that count only some facts of their measure. */
  readonly narrowed: readonly string[];
}) => {
  const { t } = useTranslation();
  const { target: asked, ...view } = useSearch({ from: '/console/progress' });
  const measures = useQuery(measuresQuery).data ?? [];
  const { role } = useSession();
  // Series of everybody, and what moved them, are shown to who oversees all (3.1).
  const seesFigures = role === 'supervisor' || role === 'auditor';
  const chosen = targets.find(({ code }) => code === asked) ?? targets[0];
  if (!chosen) return <p className="state">{t('progress.noTargets')}</p>;
  const cards = targets.map((target) => (
    <TargetCard
      key={target.code}
      target={target}
      basis={basis}
      measures={measures}
      isChosen={target.code === chosen.code}
      seesFigures={seesFigures}
    />
  ));
  return (
    <>
      {asked !== undefined && asked !== chosen.code && <NothingCalled name="target" value={asked} />}
      <Summary targets={targets} asOf={basis.effectiveAsOf} />
      <section aria-labelledby="headline">
        <h2 id="headline">{t('progress.headline')}</h2>
        <div className="cards">{cards.slice(0, headlines)}</div>
      </section>
      {seesFigures && (
        <BurnUp target={chosen} basis={basis} cut={view} isNarrowed={narrowed.includes(chosen.code)} />
      )}
      {seesFigures && !narrowed.includes(chosen.code) && (
        <BehindSection target={chosen} basis={basis} cut={{ asOf: view.asOf, known: view.known }} />
      )}
      {seesFigures && <WhatChanged programme={programme} target={chosen} basis={basis} view={view} />}
      {cards.length > headlines && (
        <section aria-labelledby="further">
          <h2 id="further">{t('progress.further')}</h2>
          <div className="cards cards-further">{cards.slice(headlines)}</div>
        </section>
      )}
    </>
  );
};

/** In one line, how many stand how. */
const Summary = ({
  targets,
  asOf,
}: {
  readonly targets: ProgressAnswer['targets'];
  readonly asOf: string;
}) => {
  const { t } = useTranslation();
  const { counts, forecasts, likely } = standingsOf(targets, asOf);
  return (
    <ul className="summary" aria-label={t('progress.summary.title')}>
      <li>{t('progress.summary.all', { count: targets.length })}</li>
      {counts.map(([status, count]) => (
        <li key={status} className={`status status-${status}`}>
          {t(`progress.summary.${status}`, { count })}
        </li>
      ))}
      {forecasts > 0 && <li>{t('progress.summary.likely', { count: likely, of: forecasts })}</li>}
    </ul>
  );
};
