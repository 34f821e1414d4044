import { DownloadOutlined } from '@ant-design/icons';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Submission } from '#contract';
import { useFollowed } from '../http/registry.client.js';
import { useInstantText } from '../figures/fact-names.js';
import { Failed, Loading } from '../shell/states.js';
import { OfRule } from './refusals-of-rule.js';
import { MendSection } from './mend-section.js';
import { downloadRefusals, firstRefusals, submissionAddress, useMendedLines } from './submissions.client.js';
import { Pairs } from '../shell/text-parts.js';

const isOver = ({ status }: Submission): boolean => status === 'COMPLETED' || status === 'FAILED';

/** One file: how far it is decided while that goes on, what came of it, and which of its lines to mend. */
export const SubmissionSection = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const { mend } = useSearch({ from: '/console/submissions' });
  const client = useQueryClient();
  const submission = useFollowed<Submission>(submissionAddress(id), isOver);
  const hasEnded = submission.data !== undefined && isOver(submission.data);
  // What was refused of it is among all refusals from now on.
  useEffect(() => {
    if (hasEnded) void client.invalidateQueries({ queryKey: ['refusals'] });
  }, [client, hasEnded]);
  return (
    <section className="task" aria-labelledby="submission">
      <h2 id="submission">{t('submissions.file', { id })}</h2>
      {submission.isPending && <Loading />}
      {submission.isError && <Failed error={submission.error} again={() => void submission.refetch()} />}
      {submission.data && <SubmissionState submission={submission.data} />}
      {submission.data && isOver(submission.data) && <Refusals submission={submission.data} />}
      {submission.data && mend !== undefined && (
        <MendSection key={mend} submission={submission.data} line={Number(mend)} />
      )}
    </section>
  );
};

const statusOf = { RECEIVED: 'open', DECIDING: 'open', COMPLETED: 'achieved', FAILED: 'missed' } as const;

const SubmissionState = ({ submission }: { readonly submission: Submission }) => {
  const { t } = useTranslation();
  const { id, status, dryRun, read, reports, waitsFor, reason } = submission;
  return (
    <>
      {dryRun && <p>{t('submissions.dryRun')}</p>}
      <p className={`status status-${statusOf[status]}`} role="status">
        {t(`submissions.status.${status}`)}
        {waitsFor !== null && <span className="quiet"> {t(`submissions.waitsFor.${waitsFor}`)}</span>}
      </p>
      {reason !== null && <p className="fault">{reason}</p>}
      <progress
        className="measured"
        aria-label={t('submissions.progress')}
        value={read}
        max={Math.max(reports, 1)}
      />
      <Counts submission={submission} />
      {status === 'COMPLETED' && !dryRun && (
        <p>
          <a href={`${submissionAddress(id)}/receipt`} download={`receipt-${id}.json`}>
            <DownloadOutlined aria-hidden /> {t('submissions.receipt')}
          </a>
        </p>
      )}
    </>
  );
};

const Counts = ({ submission }: { readonly submission: Submission }) => {
  const { t } = useTranslation();
  const at = useInstantText();
  const count = (value: number): string => value.toLocaleString('en');
  const { dryRun, read, reports, recorded, repeated, refused, ratePerSecond, secondsLeft } = submission;
  const rows: readonly (readonly [string, string])[] = [
    [t('submissions.read'), `${count(read)} / ${count(reports)}`],
    [t(dryRun ? 'submissions.wouldRecord' : 'submissions.recorded'), count(recorded)],
    [t(dryRun ? 'submissions.wouldRepeat' : 'submissions.repeated'), count(repeated)],
    [t(dryRun ? 'submissions.wouldRefuse' : 'submissions.refused'), count(refused)],
    ...(ratePerSecond === null ? [] : [[t('submissions.rate'), count(Math.round(ratePerSecond))] as const]),
    ...(secondsLeft === null || isOver(submission)
      ? []
      : [[t('submissions.left'), count(Math.ceil(secondsLeft))] as const]),
    [t('submissions.received'), at(submission.receivedAt)],
    ...(submission.endedAt === null ? [] : [[t('submissions.ended'), at(submission.endedAt)] as const]),
  ];
  return <Pairs rows={rows} />;
};

/** Lines of each rule that are shown here at first, and with each wish for more. */
const firstLines = 5;
const moreLines = 20;

const Refusals = ({ submission: { id, byRule, refused } }: { readonly submission: Submission }) => {
  const { t } = useTranslation();
  const [linesShown, setLinesShown] = useState(firstLines);
  const rules = Object.entries(byRule).toSorted(([, one], [, other]) => other - one);
  const first = useQuery({
    queryKey: ['submission-refusals', id, linesShown],
    queryFn: () =>
      firstRefusals(
        id,
        rules.map(([rule]) => rule),
        linesShown,
      ),
    enabled: refused > 0,
    placeholderData: keepPreviousData,
  });
  const mended = useMendedLines(id);
  const download = useMutation({ mutationFn: () => downloadRefusals(id) });
  if (refused === 0) return <p className="status status-achieved">{t('submissions.noRefusals')}</p>;
  return (
    <section aria-labelledby="by-rule">
      <h3 id="by-rule">{t('submissions.refusals')}</h3>
      <div className="actions">
        <Button
          icon={<DownloadOutlined aria-hidden />}
          loading={download.isPending}
          onClick={() => download.mutate()}
        >
          {t('submissions.download')}
        </Button>
        <span className="quiet">{t('submissions.moreLines')}</span>
      </div>
      {download.isError && <Alert type="error" showIcon title={download.error.message} />}
      {first.isPending && <Loading />}
      {first.isError && <Failed error={first.error} again={() => void first.refetch()} />}
      {first.data &&
        rules.map(([rule, count]) => (
          <OfRule
            key={rule}
            rule={rule}
            count={count}
            lines={first.data.get(rule) ?? []}
            mended={mended}
            showMore={() => setLinesShown(linesShown + moreLines)}
          />
        ))}
    </section>
  );
};
