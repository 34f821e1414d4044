import { useTranslation } from 'react-i18next';
import type { SubmissionRefusal } from '#contract';
import { usePathName } from '../programmes/path-names.js';
import { ChoiceField, TextField } from '../shell/fields.js';
import { seenText, SentText } from '../shell/sent-text.js';
import { fieldsOf, type Report, type ReportField, withField } from './mended-report.js';
import { useReportChoices } from './report-choices.js';

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
