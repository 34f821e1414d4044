import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Measure } from '#contract';
import { useName } from '../progress/target-card.js';
import { ChoiceField, TextField } from '../shell/forms.js';
import { mayBeAtOneDay, mayHavePeriod, type TargetDraft } from './target-draft.js';
import { Select } from '../shell/select.js';

interface Fields {
  readonly draft: TargetDraft;
  readonly set: (draft: TargetDraft) => void;
  readonly measures: readonly Measure[];
  readonly isNew: boolean;
}

const comparators = ['GT', 'GTE', 'APPROX', 'INFO'] as const;

/** What a target is: its measure, what of it is wanted and over which days. */
export const TargetFields = ({ draft, set, measures, isNew }: Fields) => {
  const { t } = useTranslation();
  const name = useName();
  const measure = measures.find(({ code }) => code === draft.measure);
  const named = measures.map((each) => ({ value: each.code, label: `${name(each.name)} · ${each.code}` }));
  const text = (
    member: 'code' | 'zh' | 'en' | 'threshold' | 'tolerance' | 'path',
    label: string,
    more = {},
  ) => (
    <TextField
      label={label}
      value={draft[member]}
      set={(value) => set({ ...draft, [member]: value })}
      {...more}
    />
  );
  return (
    <>
      {text('code', t('shell.withHint', { label: t('programmes.code'), hint: t('programmes.codeHint') }), {
        required: true,
        disabled: !isNew,
        pattern: '[A-Za-z0-9][A-Za-z0-9_.:\\-]{0,63}',
      })}
      {text('zh', t('programmes.nameZh'), { required: true, lang: 'zh' })}
      {text('en', t('programmes.nameEn'), { required: true, lang: 'en' })}
      <ChoiceField
        label={t('programmes.measure')}
        value={draft.measure}
        options={named}
        set={(code) => set({ ...draft, measure: code })}
      />
      <ChoiceField
        label={t('programmes.comparator')}
        value={draft.comparator}
        options={comparators.map((value) => ({ value, label: t(`programmes.comparators.${value}`) }))}
        set={(comparator) => set({ ...draft, comparator })}
      />
      {text(
        'threshold',
        `${t('programmes.threshold')}${measure ? ` (${t(`programmes.units.${measure.unit}`)})` : ''}`,
        {
          required: draft.comparator !== 'INFO',
          inputMode: 'decimal',
        },
      )}
      {draft.comparator === 'APPROX' && text('tolerance', t('programmes.tolerance'), { required: true })}
      {measure && <Days draft={draft} set={set} measure={measure} />}
      {text('path', t('programmes.weights'))}
      <span className="field">
        <span>{t('programmes.beside')}</span>
        <Select<readonly string[]>
          mode="multiple"
          aria-label={t('programmes.beside')}
          value={draft.beside}
          options={named}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(beside) => set({ ...draft, beside })}
        />
      </span>
    </>
  );
};

const Days = ({
  draft,
  set,
  measure: { op },
}: Pick<Fields, 'draft' | 'set'> & { readonly measure: Measure }) => {
  const { t } = useTranslation();
  const isAtOneDay = mayBeAtOneDay(op) && (draft.isAtOneDay || !mayHavePeriod(op));
  const day = (member: 'from' | 'to' | 'asAt' | 'base') => (
    <TextField
      label={t(`programmes.${member}`)}
      type="date"
      required
      value={draft[member]}
      set={(value) => set({ ...draft, [member]: value })}
    />
  );
  return (
    <>
      {mayBeAtOneDay(op) && mayHavePeriod(op) && (
        <Checkbox
          checked={isAtOneDay}
          onChange={({ target }) => set({ ...draft, isAtOneDay: target.checked })}
        >
          {t('programmes.atOneDay')}
        </Checkbox>
      )}
      {isAtOneDay ? (
        day('asAt')
      ) : (
        <>
          {day('from')}
          {day('to')}
        </>
      )}
      {op === 'GROWTH' && day('base')}
    </>
  );
};
