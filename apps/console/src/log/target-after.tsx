import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ExplanationAnswer, TargetProgress } from '#contract';
import { quantityText, scaledOf, type Unit } from '../figures/quantity.js';
import { Quantity } from '../figures/quantity-text.js';
import { addressOf, askRegistry } from '../http/registry.client.js';
import { isBeforeDefinition } from '../progress/no-progress.js';
import { progressQuery } from '../progress/progress.client.js';
import { useName } from '../progress/target-card.js';
import { Pairs } from '../shell/text-parts.js';
import { Failed, Loading } from '../shell/states.js';
import { movesAsked } from './log-view.js';

interface AtFact {
  readonly programme: string;
  readonly target: string;
  readonly seq: number;
}

/** The target as known at a fact; null where it was not defined by then, undefined as long as nobody knows. */
const useTargetAt = ({ programme, target, seq }: AtFact) => {
  const known = String(seq);
  const { data, error, refetch } = useQuery({ ...progressQuery(programme, { known }), enabled: seq > 0 });
  const isEarly = seq === 0 || (error !== null && isBeforeDefinition(error, known));
  const at: TargetProgress | null | undefined = isEarly
    ? null
    : data && (data.targets.find(({ code }) => code === target) ?? null);
  return { error: isEarly ? null : error, refetch, at };
};

/** What a fact left of a target, as known at the fact. */
export const TargetAfter = ({ seq, ...of }: AtFact) => {
  const { t } = useTranslation();
  const name = useName();
  const before = useTargetAt({ ...of, seq: seq - 1 });
  const after = useTargetAt({ ...of, seq });
  if (after.error) return <Failed error={after.error} again={() => void after.refetch()} />;
  if (before.error) return <Failed error={before.error} again={() => void before.refetch()} />;
  if (after.at === undefined || before.at === undefined) return <Loading />;
  if (after.at === null) return <CountedNow {...of} seq={seq} />;
  const { unit, threshold, achieved } = after.at;
  return (
    <>
      <h3>{name(after.at.name)}</h3>
      <Figures before={before.at?.actual ?? null} after={after.at.actual} unit={unit}>
        {threshold === null
          ? []
          : [
              [t('log.threshold'), <Quantity key="threshold" text={threshold} unit={unit} />],
              [t('log.achieved'), t(achieved ? 'log.yes' : 'log.no')],
            ]}
      </Figures>
    </>
  );
};

interface Shown {
  readonly before: string | null;
  readonly after: string | null;
  readonly unit: Unit;
  readonly children?: Parameters<typeof Pairs>[0]['rows'];
}

const Figures = ({ before, after, unit, children = [] }: Shown) => {
  const { t } = useTranslation();
  return (
    <Pairs
      rows={[
        [t('log.figureBefore'), <Quantity key="before" text={before} unit={unit} />],
        [t('log.figureAfter'), <Quantity key="after" text={after} unit={unit} />],
        ...children,
      ]}
    />
  );
};

/** What the facts up to this one come to, of all that the target counts at the end of the walk; null of a growth, which is no sum. */
const countedUpTo = ({ moved, measure }: ExplanationAnswer): string | null => {
  if (!moved || moved.measure !== measure || moved.to.actual === null || moved.byFacts === null) return null;
  return quantityText(scaledOf(moved.to.actual) - scaledOf(moved.byFacts), moved.unit);
};

/** A target may be defined after facts that it counts. */
const CountedNow = ({ seq, ...of }: AtFact) => {
  const { t } = useTranslation();
  const { to } = useSearch({ from: '/console/log' });
  const useUpTo = (last: number) => {
    const address = addressOf('/v1/explain', {
      ...movesAsked({ ...of, to }, { from: last + 1 }),
      limit: '1',
    });
    return useQuery({
      queryKey: ['counted', address],
      queryFn: () => askRegistry<ExplanationAnswer>(address),
    });
  };
  const before = useUpTo(seq - 1);
  const after = useUpTo(seq);
  const error = after.error ?? before.error;
  if (error) return <Failed error={error} again={() => void after.refetch()} />;
  if (!before.data || !after.data) return <Loading />;
  return (
    <>
      <p className="quiet">{t('log.countedNow')}</p>
      <Figures before={countedUpTo(before.data)} after={countedUpTo(after.data)} unit={after.data.unit} />
    </>
  );
};
