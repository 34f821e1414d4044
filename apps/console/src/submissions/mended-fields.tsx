import { useTranslation } from 'react-i18next';
import type { SubmissionRefusal } from '#contract';
import { districts } from '#identifiers';
import { reportWords } from '../figures/report-words.js';
import { usePathName } from '../programmes/path-names.js';
import { ChoiceField, TextField } from '../shell/fields.js';
import { seenText, SentText } from '../shell/sent-text.js';
import { fieldsOf, type Report, type ReportField, withField } from './mended-report.js';

interface Filled {
  readonly report: Report;
  readonly set: (report: Report) => void;
  readonly faults: readonly Pick<SubmissionRefusal, 'pointer' | 'message'>[];
}

/** A field for each value of a report, with what is wrong there below it. */
export const MendedFields = ({ report, set, faults }: Filled) => (
  <div className="fields">
    {fieldsOf(report, faults).map((field) => (
      <MendedField
        key={field.pointer}
        field={field}
        set={(changed) => set(withField(report, field.pointer, changed))}
      />
    ))}
  </div>
);

interface Option {
  readonly value: string;
  readonly label: string;
}

const named = <Word extends string>(all: readonly Word[], name: (word: Word) => string): readonly Option[] =>
  all.map((value) => ({ value, label: `${name(value)} · ${value}` }));

/** What a value of a report is one of, with the word that is sent; undefined of a value that is written. */
const useReportChoices = (): ((pointer: string) => readonly Option[] | undefined) => {
  const { t, i18n } = useTranslation();
  const choices: Readonly<Record<string, () => readonly Option[]>> = {
    '/data/product': () => named(reportWords.product, (word) => t(`loans.products.${word}`)),
    '/data/guarantee': () => named(reportWords.guarantee, (word) => t(`loans.guarantees.${word}`)),
    '/data/classification': () => named(reportWords.classification, (word) => t(`loans.classes.${word}`)),
    '/data/borrower/size': () => named(reportWords.size, (word) => t(`breakdown.sizes.${word}`)),
    '/data/borrower/kind': () => named(reportWords.kind, (word) => t(`borrowers.kinds.${word}`)),
    '/data/borrower/idType': () => reportWords.idType.map((value) => ({ value, label: value })),
    '/data/borrower/district': () =>
      districts.map(({ code, zh, en }) => ({
        value: code,
        label: `${i18n.language === 'zh' ? zh : en} · ${code}`,
      })),
  };
  return (pointer) => choices[pointer]?.();
};

interface One {
  readonly field: ReportField;
  readonly set: (text: string) => void;
}

const MendedField = ({ field: { pointer, text, faults }, set }: One) => {
  const { i18n } = useTranslation();
  const label = seenText(usePathName()(pointer));
  const choices = useReportChoices()(pointer);
  const isWrong = faults.length > 0;
  return (
    <div className="field">
      {choices ? (
        <ChoiceField
          label={label}
          value={text === '' ? undefined : text}
          options={
            choices.some(({ value }) => value === text) || text === ''
              ? choices
              : [{ value: text, label: seenText(text) }, ...choices]
          }
          set={set}
        />
      ) : (
        <TextField
          label={label}
          value={text}
          maxLength={2_000}
          status={isWrong ? 'error' : ''}
          aria-invalid={isWrong}
          set={set}
        />
      )}
      {faults.map(({ en, zh }) => (
        <p key={en} className="fault">
          <SentText text={i18n.language === 'zh' ? zh : en} />
        </p>
      ))}
    </div>
  );
};
