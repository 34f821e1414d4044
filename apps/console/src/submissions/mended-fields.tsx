import { useTranslation } from 'react-i18next';
import type { SubmissionRefusal } from '#contract';
import { TextField } from '../shell/fields.js';
import { seenText, SentText } from '../shell/sent-text.js';
import { fieldsOf, type Report, withField } from './mended-report.js';

interface Filled {
  readonly report: Report;
  readonly set: (report: Report) => void;
  readonly faults: readonly Pick<SubmissionRefusal, 'pointer' | 'message'>[];
}

/** A field for each value of a report, with what is wrong there below it. */
export const MendedFields = ({ report, set, faults }: Filled) => {
  const { i18n } = useTranslation();
  return (
    <div className="fields">
      {fieldsOf(report, faults).map(({ pointer, text, faults: wrong }) => (
        <div key={pointer} className="field">
          <TextField
            label={seenText(pointer)}
            value={text}
            maxLength={2_000}
            status={wrong.length > 0 ? 'error' : ''}
            aria-invalid={wrong.length > 0}
            set={(changed) => set(withField(report, pointer, changed))}
          />
          {wrong.map(({ en, zh }) => (
            <p key={en} className="fault">
              <SentText text={i18n.language === 'zh' ? zh : en} />
            </p>
          ))}
        </div>
      ))}
    </div>
  );
};
