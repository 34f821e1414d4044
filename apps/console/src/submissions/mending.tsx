import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SubmissionRefusal } from '#contract';
import { RegistryProblem } from '../http/registry.client.js';
import { NotDone } from '../shell/listed.js';
import { MendedFields } from './mended-fields.js';
import { type Report, reportIn } from './mended-report.js';
import { sendReport } from './submissions.client.js';

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
