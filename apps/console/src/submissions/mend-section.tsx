import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Submission, SubmissionRefusal } from '#contract';
import { RegistryProblem } from '../http/registry.client.js';
import { NotDone } from '../shell/listed.js';
import { Failed, Loading } from '../shell/states.js';
import { MendedFields } from './mended-fields.js';
import { type Report, reportIn } from './mended-report.js';
import { fileReadHere, lineOfFile, readFile, refusalsOfLine, sendReport } from './submissions.client.js';

interface OfLine {
  readonly submission: Submission;
  readonly line: number;
}

/** One report of a file that was refused, from its refusal to the report that is put right and sent again. */
export const MendSection = ({ submission, line }: OfLine) => {
  const { t } = useTranslation();
  const [file, setFile] = useState(() => fileReadHere(submission.digest));
  return (
    <section className="task" aria-labelledby="mend">
      <h3 id="mend">{t('submissions.mendLine', { line })}</h3>
      <p className="quiet">{t('submissions.mendLead')}</p>
      {file ? (
        <OfFile submission={submission} line={line} file={file} />
      ) : (
        <ChooseAgain digest={submission.digest} set={setFile} />
      )}
    </section>
  );
};

const ChooseAgain = ({ digest, set }: { readonly digest: string; readonly set: (file: File) => void }) => {
  const { t } = useTranslation();
  const reading = useMutation({
    mutationFn: async (file: File) => {
      await readFile(file);
      return fileReadHere(digest);
    },
    onSuccess: (found) => found && set(found),
  });
  return (
    <>
      <label>
        {t('submissions.chooseAgain')}{' '}
        <input
          type="file"
          onChange={({ target }) => {
            const [chosen] = target.files ?? [];
            if (chosen) reading.mutate(chosen);
          }}
        />
      </label>
      {reading.isSuccess && reading.data === undefined && (
        <p className="fault" role="alert">
          {t('submissions.anotherFile')}
        </p>
      )}
      {reading.isError && <p className="fault">{t('submissions.notRead')}</p>}
    </>
  );
};

const OfFile = ({ submission: { id }, line, file }: OfLine & { readonly file: File }) => {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['mend', id, line],
    queryFn: async () => ({
      text: (await lineOfFile(file, line)) ?? null,
      faults: await refusalsOfLine(id, line),
    }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} again={() => void found.refetch()} />;
  const { text, faults } = found.data;
  if (text === null) return <p className="fault">{t('submissions.noSuchLine')}</p>;
  return <Mending text={text} faults={faults} />;
};

/** What the last try or sending said is wrong, in place of what was wrong in the file. */
const faultsIn = (error: Error | null): readonly Pick<SubmissionRefusal, 'pointer' | 'message'>[] =>
  error instanceof RegistryProblem
    ? (error.problem?.errors ?? []).map(({ pointer, message }) => ({
        pointer,
        message: { en: message, zh: message },
      }))
    : [];

const Mending = ({
  text,
  faults,
}: {
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
