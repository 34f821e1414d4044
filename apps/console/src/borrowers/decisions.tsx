import { useTranslation } from 'react-i18next';
import { FactNumber } from '../figures/fact-link.js';
import type { Borrower } from '#contract';
import type { FirstTimeContestDecided } from '#facts';
import { useNameOfKey } from '../breakdown/names-of-keys.js';
import { useInstantText } from '../figures/fact-names.js';
import { useActorText } from '../figures/recorded-fact.js';
import { Rows } from '../shell/listed.js';
import { SentText } from '../shell/sent-text.js';

/** Who decided for which loan, when and why; the last one is in force. */
export const Decisions = ({ decisions }: Pick<Borrower, 'decisions'>) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const actor = useActorText();
  const at = useInstantText();
  const columns = ['fact', 'decidedFor', 'reason', 'decidedBy', 'recorded'] as const;
  return (
    <>
      <h3>{t('borrowers.decisions')}</h3>
      <Rows
        title={t('borrowers.decisions')}
        items={decisions}
        columns={columns.map((column) =>
          column === 'reason'
            ? { title: t('borrowers.reason'), of: 'long texts' as const }
            : t(`borrowers.${column}`),
        )}
        keyOf={({ seq }) => seq}
        cells={(fact) => {
          const { institution, loanId, reason } = fact.data as FirstTimeContestDecided['data'];
          return [
            <FactNumber key="seq" seq={fact.seq} />,
            <SentText key="for" text={`${name('institution', institution)} · ${loanId}`} />,
            <SentText key="reason" text={reason} />,
            <SentText key="by" text={actor(fact)} />,
            at(fact.recordedAt),
          ];
        }}
      />
    </>
  );
};
