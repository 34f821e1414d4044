import { useTranslation } from 'react-i18next';
import type { Fact } from '#contract';
import type { FactMetadata } from '#facts';
import { useNameOfKey } from '../breakdown/names-of-keys.js';
import { Pairs } from '../shell/pairs.js';
import { seenText, SentText } from '../shell/sent-text.js';

/** Whose key recorded a fact, or that the registry did so by itself. */
export const useActorText = (): ((fact: Fact) => string) => {
  const { t } = useTranslation();
  return ({ metadata }) => {
    const { actor } = metadata as FactMetadata;
    return actor === 'registry'
      ? t('figures.recorded.registry')
      : t('figures.recorded.byKey', { key: seenText(actor.replace(/^key:/, '')) });
  };
};

/** Who recorded a fact and out of which report, with all of it as it stands in the log: opened by whoever wants to know. */
export const RecordedFact = ({
  fact,
  isOpen = false,
}: {
  readonly fact: Fact;
  readonly isOpen?: boolean;
}) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const actor = useActorText();
  const { reportId, source, time, flags, ruleSetVersion } = fact.metadata as FactMetadata;
  const institution =
    fact.institution === null ? '—' : `${name('institution', fact.institution)} (${fact.institution})`;
  const rows = [
    ['actor', actor(fact)],
    ['institution', institution],
    ['reportId', reportId ?? t('figures.recorded.noReport')],
    ['source', source ?? '—'],
    ['time', time ?? '—'],
    ['flags', flags.length === 0 ? t('figures.recorded.noFlags') : flags.join(', ')],
    ['ruleSet', String(ruleSetVersion)],
    ['stream', fact.stream],
    ['revision', String(fact.revision)],
    ['eventId', fact.eventId],
  ] as const;
  return (
    <details open={isOpen}>
      <summary>{t('figures.recorded.title')}</summary>
      <Pairs
        rows={rows.map(([label, text]) => [
          t(`figures.recorded.${label}`),
          <SentText key={label} text={text} />,
        ])}
      />
      <pre tabIndex={0} dir="ltr">
        {seenText(JSON.stringify(fact.data, null, 2))}
      </pre>
    </details>
  );
};
