import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { TargetProgress } from '#contract';
import { useSession } from '../session/session.client.js';

/** Of a balance everything counts up to its day. */
const spanOf = (period: TargetProgress['period']) => ('from' in period ? period : { to: period.asAt });

/** Where the figure of a target is cut by bank. */
export const byBankOf = (measure: string, period: TargetProgress['period']) =>
  ({ measure, by: 'institution', ...spanOf(period) }) as const;

/** A growth has no parts; whoever does not oversee all sees its own part alone, and an administrator none. */
export const CardLinks = ({
  target: { code, measure, period, unit },
  name,
  isChosen,
  seesFigures,
}: {
  readonly target: TargetProgress;
  readonly name: string;
  readonly isChosen: boolean;
  readonly seesFigures: boolean;
}) => {
  const { t } = useTranslation();
  const { role } = useSession();
  const cuts =
    unit === 'RATIO' ? [] : seesFigures ? (['breakdown', 'byBank'] as const) : (['ownPart'] as const);
  if (role === 'admin') return null;
  return (
    <p className="card-links no-print">
      {seesFigures && (
        <Link
          to="/console/progress"
          search={(now) => ({ ...now, target: code })}
          hash="burn-up"
          aria-label={t('progress.closeOf', { name })}
          aria-current={isChosen ? 'true' : undefined}
        >
          {t('progress.close')}
        </Link>
      )}
      {cuts.map((cut) => (
        <Link
          key={cut}
          to="/console/breakdown"
          search={({ asOf, known }) => ({
            asOf,
            known,
            ...(cut === 'byBank' ? byBankOf(measure, period) : { measure, ...spanOf(period) }),
          })}
          aria-label={t(`progress.${cut}Of`, { name })}
        >
          {t(`progress.${cut}`)}
        </Link>
      ))}
    </p>
  );
};
