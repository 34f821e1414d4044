import { useTranslation } from 'react-i18next';
import type { Claim } from '#contract';
import { settledReasons } from './claim-steps.js';

/** When a loan was drawn, to the second where the bank said so. */
export const useDrawnText = (): ((claim: Claim) => string) => {
  const { t } = useTranslation();
  return ({ drawdownDate: day, drawdownTime: time }) =>
    time === null ? t('borrowers.noTime', { day }) : t('borrowers.drawnAt', { day, time });
};

export const useReasonText = (): ((claim: Claim) => string) => {
  const { t } = useTranslation();
  return ({ reason }) => {
    const known = settledReasons.find((each) => each === reason);
    return known === undefined ? (reason ?? '') : t(`borrowers.reasons.${known}`);
  };
};

export const StatusOf = ({ claim: { status, contested } }: { readonly claim: Claim }) => {
  const { t } = useTranslation();
  const tone = {
    PENDING: 'open',
    RECOGNISED: 'achieved',
    SUPERSEDED: 'shown',
    DENIED: 'shown',
    REVOKED: 'shown',
  };
  return (
    <span className={`status status-${contested ? 'open' : tone[status]}`}>
      {t(`borrowers.statuses.${status}`)}
      {contested && ` (${t('borrowers.contested')})`}
    </span>
  );
};

/** How a claim stands and why, where its loan is shown. */
export const ClaimSettled = ({ claim }: { readonly claim: Claim }) => {
  const { t } = useTranslation();
  const reason = useReasonText()(claim);
  const { earlierDate: day } = claim;
  return (
    <>
      <StatusOf claim={claim} /> {reason}
      {day !== null && ` (${t('borrowers.earlier', { day })})`}
    </>
  );
};
