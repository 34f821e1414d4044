import { useTranslation } from 'react-i18next';
import { isSeq } from '../figures/cut.js';
import { RegistryProblem } from '../http/registry.client.js';
import { Failed } from '../shell/states.js';

/** Whether a programme was not there yet as known then, which no other attempt changes. */
export const isBeforeDefinition = (error: Error, known: string | undefined): known is string =>
  known !== undefined && error instanceof RegistryProblem && error.status === 404;

interface Asked {
  readonly error: Error;
  /** A fact, or a day of which the end is meant. */
  readonly known: string | undefined;
  readonly again: () => void;
}

/** Why there is no progress of a programme that is defined by now. */
export const NoProgress = ({ error, known, again }: Asked) => {
  const { t } = useTranslation();
  if (!isBeforeDefinition(error, known)) return <Failed error={error} again={again} />;
  return (
    <p className="state" role="status">
      {isSeq(known)
        ? t('progress.notDefinedAtFact', { seq: Number(known).toLocaleString('en') })
        : t('progress.notDefinedOn', { day: known })}
    </p>
  );
};
