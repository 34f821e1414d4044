import { useTranslation } from 'react-i18next';
import { entryOf, useNamedEntry } from '../figures/fact-entries.js';
import { useFactName, useInstantText } from '../figures/fact-names.js';
import { FactLink, FactNumber, loanOf } from '../figures/recorded-fact.js';
import { seenText } from '../shell/seen-text.js';
import type { ClaimStep } from './claim-steps.js';

/** What was recorded of a claim, step by step; the last that the arbiter said is in force. */
export const ClaimSteps = ({ steps }: { readonly steps: readonly ClaimStep[] }) => {
  const { t } = useTranslation();
  const { isNamed } = useNamedEntry(steps.map(({ seq }) => seq));
  if (steps.length === 0) return null;
  return (
    <>
      <h4>{t('borrowers.steps')}</h4>
      <ol className="steps">
        {steps.map((step) => (
          <Step key={step.seq} step={step} isPointed={isNamed(step.seq)} />
        ))}
      </ol>
    </>
  );
};

const Step = ({ step, isPointed }: { readonly step: ClaimStep; readonly isPointed: boolean }) => {
  const { t } = useTranslation();
  const at = useInstantText();
  const { seq, recordedAt, drawn, said, more, counts, causedBy, isInForce } = step;
  return (
    <li id={entryOf(seq)} className={isPointed ? 'pointed' : undefined}>
      <p>
        <bdi>{t(`borrowers.said.${said}`, { more: seenText(more) })}</bdi>
        {counts !== 0 && ` ${t(counts === 1 ? 'borrowers.countsOne' : 'borrowers.countsNoMore')}`}
        {isInForce && <strong> {t('borrowers.inForce')}</strong>}
      </p>
      <p className="quiet">
        {t('borrowers.fact')} <FactNumber seq={seq} /> ·{' '}
        {drawn !== null && `${t('borrowers.ofDrawdown', { day: drawn })} · `}
        {t('borrowers.recordedAt', { at: at(recordedAt) })}
        {causedBy && <Cause of={causedBy} />}
      </p>
    </li>
  );
};

const Cause = ({ of: cause }: { readonly of: NonNullable<ClaimStep['causedBy']> }) => {
  const { t } = useTranslation();
  const factName = useFactName();
  return (
    <>
      {' '}
      · {t('borrowers.followsFrom', { what: factName(cause.type) })} <FactNumber seq={cause.seq} />
      {loanOf(cause) && (
        <>
          {' '}
          ({t('borrowers.loan')} <FactLink {...cause} />)
        </>
      )}
    </>
  );
};
