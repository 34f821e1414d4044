import { Button, Checkbox, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { ChoiceField, TextField } from '../shell/forms.js';
import { type Paths, wordsAt } from './countable.js';
import {
  type Condition,
  type FilterDraft,
  isWhole,
  jsonOfFilter,
  lackOf,
  newCondition,
  noFilter,
} from './filter-draft.js';
import { usePathName } from './path-names.js';

interface Filtering {
  readonly draft: FilterDraft;
  readonly paths: Paths;
  readonly set: (draft: FilterDraft) => void;
}

const forms = ['eq', 'in', 'gte', 'lte', 'exists'] as const;
const ordered = ['money', 'date', 'integer'];

/** Which facts count: conditions over paths that definitions may use, or, for what is more than that, JSON. */
export const FilterForm = ({ draft, paths, set }: Filtering) => {
  const { t } = useTranslation();
  return (
    <fieldset className="choice">
      <legend>{t('programmes.filter')}</legend>
      <p className="quiet">{t('programmes.filterLead')}</p>
      {draft.kind === 'json' ? (
        <ByHand draft={draft} isJson={isWhole(draft, paths)} set={set} />
      ) : (
        <Conditions draft={draft} paths={paths} set={set} />
      )}
    </fieldset>
  );
};

const ByHand = ({
  draft,
  isJson,
  set,
}: {
  readonly draft: Extract<FilterDraft, { kind: 'json' }>;
  readonly isJson: boolean;
  readonly set: Filtering['set'];
}) => {
  const { t } = useTranslation();
  return (
    <>
      <label>
        <span>{t('programmes.json')}</span>
        <Input.TextArea
          autoSize={{ minRows: 3, maxRows: 12 }}
          className="exactly"
          spellCheck={false}
          value={draft.text}
          onChange={({ target }) => set({ kind: 'json', text: target.value })}
        />
      </label>
      {!isJson && (
        <p className="fault" role="alert">
          {t('programmes.noJson')}
        </p>
      )}
      <div className="actions">
        <Button onClick={() => set(noFilter)}>{t('programmes.clearFilter')}</Button>
      </div>
    </>
  );
};

const Conditions = ({
  draft,
  paths,
  set,
}: Filtering & { readonly draft: Extract<FilterDraft, { kind: 'conditions' }> }) => {
  const { t } = useTranslation();
  const { conditions } = draft;
  const change = (at: number, condition: Condition): void =>
    set({ ...draft, conditions: conditions.map((each, place) => (place === at ? condition : each)) });
  return (
    <>
      {conditions.length > 1 && (
        <ChoiceField
          label={t('programmes.join')}
          value={draft.join}
          options={(['and', 'or'] as const).map((value) => ({
            value,
            label: t(`programmes.joins.${value}`),
          }))}
          set={(join) => set({ ...draft, join })}
        />
      )}
      {conditions.map((condition, at) => (
        <ConditionRow
          key={at}
          no={at + 1}
          condition={condition}
          paths={paths}
          set={(changed) => change(at, changed)}
          remove={() => set({ ...draft, conditions: conditions.filter((_, place) => place !== at) })}
        />
      ))}
      <div className="actions">
        <Button onClick={() => set({ ...draft, conditions: [...conditions, newCondition] })}>
          {t('programmes.addCondition')}
        </Button>
        <Button type="text" disabled={!isWhole(draft, paths)} onClick={() => set(jsonOfFilter(draft, paths))}>
          {t('programmes.asJson')}
        </Button>
      </div>
    </>
  );
};

interface Row {
  readonly no: number;
  readonly condition: Condition;
  readonly paths: Paths;
  readonly set: (condition: Condition) => void;
  readonly remove: () => void;
}

const ConditionRow = ({ no, condition, paths, set, remove }: Row) => {
  const { t } = useTranslation();
  const pathName = usePathName();
  const { path, form, isNegated, values } = condition;
  const mayBeOrdered = ordered.includes(paths[path] ?? '');
  const offered = wordsAt[path];
  const lack = lackOf(condition, paths);
  return (
    <div className="cut" role="group" aria-label={t('programmes.condition', { no })}>
      <ChoiceField
        label={t('programmes.path')}
        value={path === '' ? undefined : path}
        options={Object.keys(paths).map((value) => ({ value, label: pathName(value) }))}
        set={(chosen) => set({ ...condition, path: chosen, values: path === '' ? values : '' })}
      />
      <Checkbox
        checked={isNegated}
        onChange={({ target }) => set({ ...condition, isNegated: target.checked })}
      >
        {t('programmes.not')}
      </Checkbox>
      <ChoiceField
        label={t('programmes.form')}
        value={form}
        options={forms
          .filter((each) => mayBeOrdered || (each !== 'gte' && each !== 'lte'))
          .map((value) => ({ value, label: t(`programmes.forms.${value}`) }))}
        set={(chosen) => set({ ...condition, form: chosen })}
      />
      {form !== 'exists' && (
        <TextField
          label={t(form === 'in' ? 'programmes.values' : 'programmes.value')}
          value={values}
          set={(text) => set({ ...condition, values: text })}
          maxLength={2_000}
          {...(offered && form === 'eq' ? { offered } : {})}
          {...(offered && form === 'in' ? { placeholder: offered.join(', ') } : {})}
        />
      )}
      <Button aria-label={t('programmes.removeCondition', { no })} onClick={remove}>
        ×
      </Button>
      {lack && (
        <p className="fault" role="status">
          {t(`programmes.lacks.${lack}`)}
        </p>
      )}
    </div>
  );
};
