import { useTranslation } from 'react-i18next';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import type { SubmissionRefusal } from '#contract';
import { districts } from '#identifiers';
import { reportWords } from '../figures/fact-names.js';
import { usePathName } from '../programmes/path-names.js';
import { ChoiceField, TextField } from '../shell/forms.js';
import { SentText } from '../shell/text-parts.js';
import { seenText } from '../shell/seen-text.js';
import { fieldsOf, type Report, type ReportField, withField, reportIn } from './mended-report.js';
import { RegistryProblem } from '../http/registry.client.js';
import { NotDone } from '../shell/listed.js';
import { sendReport } from './submissions.client.js';

interface Filled {
  readonly report: Report;
  readonly set: (report: Report) => void;
  readonly faults: readonly Pick<SubmissionRefusal, 'pointer' | 'message'>[];
}

/** A field for each value of a report, with what is wrong there below it. */
const MendedFields = ({ report, set, faults }: Filled) => (
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

/** What the last try or sending said is wrong, in place of what was wrong in the file. */
const faultsIn = (error: Error | null): readonly Pick<SubmissionRefusal, 'pointer' | 'message'>[] =>
  error instanceof RegistryProblem
    ? (error.problem?.errors ?? []).map(({ pointer, message }) => ({
        pointer,
        message: { en: message, zh: message },
      }))
    : [];

/** The report as a form: tried, and sent by itself. */
export const Mending = ({
  text,
  faults,
  onRecorded,
}: {
  readonly onRecorded: () => void;
  readonly text: string;
  readonly faults: readonly SubmissionRefusal[];
}) => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate({ from: '/console/submissions' });
  const [report, setReport] = useState<Report | undefined>(() => reportIn(text));
  const [written, setWritten] = useState(text);
  const sending = useMutation({
    mutationFn: async (given: { readonly report: object; readonly isDry: boolean }) => {
      const outcome = await sendReport(given);
      // A dry run is answered with 200 also where it says that it would be refused.
      if (outcome.problem) throw new RegistryProblem(outcome.problem.status, outcome.problem);
      return outcome;
    },
    onSuccess: ({ outcome }) => {
      if (outcome === 'recorded') onRecorded();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['refusals'] }),
  });
  const whole = report ?? reportIn(written);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (whole) sending.mutate({ report: whole, isDry: false });
  };
  const { data } = sending;
  return (
    <form onSubmit={submit} aria-labelledby="mend">
      {report ? (
        <MendedFields
          report={report}
          set={setReport}
          faults={sending.isIdle || sending.isPending ? faults : faultsIn(sending.error)}
        />
      ) : (
        <label>
          <span>
            {t('submissions.asJson')}. {t('submissions.notJson')}
          </span>
          <Input.TextArea
            className="exactly"
            autoSize={{ minRows: 4, maxRows: 16 }}
            spellCheck={false}
            value={written}
            onChange={({ target }) => setWritten(target.value)}
          />
        </label>
      )}
      <div className="actions">
        <Button
          disabled={!whole}
          loading={sending.isPending && sending.variables.isDry}
          onClick={() => whole && sending.mutate({ report: whole, isDry: true })}
        >
          {t('submissions.tryReport')}
        </Button>
        <Button
          type="primary"
          htmlType="submit"
          disabled={!whole}
          loading={sending.isPending && !sending.variables.isDry}
        >
          {t('submissions.sendReport')}
        </Button>
        <Button onClick={() => void navigate({ search: (now) => ({ ...now, mend: undefined }) })}>
          {t('submissions.leave')}
        </Button>
        <span role="status">
          {data?.wouldBe && t(`submissions.wouldBe.${data.wouldBe}`)}
          {data?.outcome === 'recorded' &&
            t(data.repeated ? 'submissions.sentBefore' : 'submissions.sentReport')}
        </span>
      </div>
      {sending.error && <NotDone error={sending.error} />}
    </form>
  );
};
