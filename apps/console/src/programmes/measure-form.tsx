import { Button } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFactName } from '../figures/fact-names.js';
import { measuresQuery } from '../progress/progress.client.js';
import { useName } from '../progress/target-card.js';
import { ChoiceField, TextField } from '../shell/forms.js';
import { amountPaths, factsFor, isCounted, keyPaths } from './countable.js';
import { FilterForm } from './filter-form.js';
import { type DraftSource, type MeasureDraft, pathsOfDraft, underOperation } from './measure-draft.js';
import { operations, unitsOf } from './operations.js';
import { usePathName } from './path-names.js';

interface Filled {
  readonly draft: MeasureDraft;
  readonly set: (draft: MeasureDraft) => void;
}

/** What a measure is made of: an operation over facts, each with what of it is added up, and which of them count. */
export const MeasureFields = ({ draft, set, isNew }: Filled & { readonly isNew: boolean }) => {
  const { t } = useTranslation();
  const pathName = usePathName();
  const facts = draft.sources.map(({ fact }) => fact);
  return (
    <>
      <div className="fields">
        <TextField
          label={t('shell.withHint', { label: t('programmes.code'), hint: t('programmes.codeHint') })}
          value={draft.code}
          set={(code) => set({ ...draft, code })}
          required
          disabled={!isNew}
          pattern="[A-Za-z0-9][A-Za-z0-9_.:\-]{0,63}"
          maxLength={64}
        />
        <TextField
          label={t('programmes.nameZh')}
          value={draft.zh}
          set={(zh) => set({ ...draft, zh })}
          required
          lang="zh"
        />
        <TextField
          label={t('programmes.nameEn')}
          value={draft.en}
          set={(en) => set({ ...draft, en })}
          required
          lang="en"
        />
        <ChoiceField
          label={t('programmes.operation')}
          value={draft.op}
          options={operations.map((value) => ({ value, label: t(`programmes.operations.${value}`) }))}
          set={(op) => set(underOperation(draft, op))}
        />
        {unitsOf(draft.op).length > 1 && (
          <ChoiceField
            label={t('programmes.unit')}
            value={draft.unit}
            options={unitsOf(draft.op).map((value) => ({ value, label: t(`programmes.units.${value}`) }))}
            set={(unit) => set({ ...draft, unit })}
          />
        )}
        {draft.op === 'GROWTH' && <GrowthOf draft={draft} set={set} />}
        {draft.op === 'COUNT_DISTINCT' && (
          <ChoiceField
            label={t('programmes.distinct')}
            value={draft.distinct ?? undefined}
            options={keyPaths(facts).map((value) => ({ value, label: pathName(value) }))}
            set={(distinct) => set({ ...draft, distinct })}
          />
        )}
      </div>
      {draft.op !== 'GROWTH' && (
        <>
          <Sources draft={draft} set={set} />
          <FilterForm
            draft={draft.filter}
            paths={pathsOfDraft(draft)}
            set={(filter) => set({ ...draft, filter })}
          />
        </>
      )}
    </>
  );
};

const GrowthOf = ({ draft, set }: Filled) => {
  const { t } = useTranslation();
  const name = useName();
  const balances = (useQuery(measuresQuery).data ?? []).filter(({ op }) => op === 'BALANCE');
  return (
    <ChoiceField
      label={t('programmes.of')}
      value={draft.of ?? undefined}
      options={balances.map((each) => ({ value: each.code, label: `${name(each.name)} · ${each.code}` }))}
      set={(of) => set({ ...draft, of })}
    />
  );
};

const Sources = ({ draft, set }: Filled) => {
  const { t } = useTranslation();
  const { sources, op } = draft;
  const [first = 'LoanIssued'] = factsFor(op);
  const another: DraftSource = {
    fact: first,
    sign: 1,
    quantity: isCounted(op) ? null : (amountPaths(first)[0] ?? null),
  };
  return (
    <fieldset className="choice">
      <legend>{t('programmes.sources')}</legend>
      {sources.map((source, at) => (
        <SourceRow
          key={at}
          no={at + 1}
          source={source}
          draft={draft}
          set={(changed) =>
            set({ ...draft, sources: sources.map((each, place) => (place === at ? changed : each)) })
          }
          remove={() => set({ ...draft, sources: sources.filter((_, place) => place !== at) })}
        />
      ))}
      {op !== 'LATEST_SUM' && (
        <div className="actions">
          <Button onClick={() => set({ ...draft, sources: [...sources, another] })}>
            {t('programmes.addSource')}
          </Button>
        </div>
      )}
    </fieldset>
  );
};

interface Row {
  readonly no: number;
  readonly source: DraftSource;
  readonly draft: MeasureDraft;
  readonly set: (source: DraftSource) => void;
  readonly remove: () => void;
}

const SourceRow = ({ no, source, draft: { op, sources }, set, remove }: Row) => {
  const { t } = useTranslation();
  const factName = useFactName();
  const pathName = usePathName();
  const amounts = amountPaths(source.fact);
  return (
    <div className="cut" role="group" aria-label={t('programmes.source', { no })}>
      <ChoiceField
        label={t('programmes.fact')}
        value={source.fact}
        options={factsFor(op)
          .filter((fact) => isCounted(op) || amountPaths(fact).length > 0)
          .map((value) => ({ value: value as string, label: `${factName(value)} · ${value}` }))}
        set={(fact) =>
          set({ ...source, fact, quantity: isCounted(op) ? null : (amountPaths(fact)[0] ?? null) })
        }
      />
      <ChoiceField
        label={t('programmes.sign')}
        value={source.sign === 1 ? 'plus' : 'minus'}
        options={(['plus', 'minus'] as const).map((value) => ({
          value,
          label: t(`programmes.signs.${value}`),
        }))}
        set={(sign) => set({ ...source, sign: sign === 'plus' ? 1 : -1 })}
      />
      {!isCounted(op) && (
        <ChoiceField
          label={t('programmes.quantity')}
          value={source.quantity ?? undefined}
          options={amounts.map((value) => ({ value, label: pathName(value) }))}
          set={(quantity) => set({ ...source, quantity })}
        />
      )}
      {sources.length > 1 && (
        <Button aria-label={t('programmes.removeSource', { no })} onClick={remove}>
          ×
        </Button>
      )}
    </div>
  );
};
