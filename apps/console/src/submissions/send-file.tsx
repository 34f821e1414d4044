import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SentText, Pairs } from '../shell/text-parts.js';
import { Reasons } from '../shell/states.js';
import { useSession } from '../session/session.client.js';
import { csvTypes, useInstantText, useReportName } from '../figures/fact-names.js';
import { mostBytes, type ReadFile, readFile, takesDigests } from './read-file.client.js';
import { keepSentFile, type Sending, sendFile } from './submissions.client.js';
import { Select } from '../shell/select.js';

/** A file is chosen, read here for its digest and its count, and then tried or submitted; it stays chosen between the two. */
export const SendFile = () => {
  const { t } = useTranslation();
  const at = useInstantText();
  const reading = useMutation({ mutationFn: readFile });
  const [choice, setChoice] = useState(0);
  const sending = useSending(() => {
    reading.reset();
    setChoice(choice + 1);
  });
  const [isTooLarge, setTooLarge] = useState(false);
  const choose = (file: File | undefined): void => {
    sending.reset();
    reading.reset();
    if (file && file.size <= mostBytes) reading.mutate(file);
    setTooLarge(file !== undefined && file.size > mostBytes);
  };
  if (!takesDigests()) return <Alert type="warning" showIcon title={t('submissions.insecure')} />;
  return (
    <section className="task" aria-label={t('submissions.choose')}>
      <Drop key={choice} choose={choose} />
      <TypeChoice />
      <div aria-live="polite">
        {reading.isPending && <p>{t('submissions.reading')}</p>}
        {isTooLarge && <p className="fault">{t('submissions.tooLarge', { most: mostBytes / 1_048_576 })}</p>}
        {reading.isError && <p className="fault">{t('submissions.notRead')}</p>}
      </div>
      {sending.data?.isNew === false && (
        <p role="status">{t('submissions.sameFile', { at: at(sending.data.answer.receivedAt) })}</p>
      )}
      {reading.data && <Chosen read={reading.data} sending={sending} />}
      {sending.error && <NotTaken error={sending.error} />}
    </section>
  );
};

/** What is submitted is not chosen any more, so that nobody sends it twice. */
const useSending = (done: () => void) => {
  const navigate = useNavigate({ from: '/console/submissions' });
  const { institution } = useSession();
  return useMutation({
    mutationFn: (sending: Sending) => sendFile(sending),
    onSuccess: ({ answer: { id, receivedAt, dryRun } }, { read }) => {
      keepSentFile(institution ?? '', { id, name: read.file.name, at: receivedAt, isDry: dryRun });
      if (!dryRun) done();
      void navigate({ search: (now) => ({ ...now, id }), resetScroll: false });
    },
  });
};

const Drop = ({ choose }: { readonly choose: (file: File | undefined) => void }) => {
  const { t } = useTranslation();
  const [isOver, setOver] = useState(false);
  const over = (event: DragEvent): void => {
    event.preventDefault();
    setOver(true);
  };
  const dropped = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    choose(event.dataTransfer.files[0]);
  };
  return (
    <label
      className={isOver ? 'drop drop-over' : 'drop'}
      onDragOver={over}
      onDragLeave={() => setOver(false)}
      onDrop={dropped}
    >
      {t('submissions.drop')}
      <span className="drop-button" aria-hidden>
        {t('submissions.browse')}
      </span>
      <input
        type="file"
        accept=".ndjson,.jsonl,.csv,.txt"
        onChange={({ target }) => choose(target.files?.[0])}
      />
    </label>
  );
};

const Chosen = ({
  read,
  sending,
}: {
  readonly read: ReadFile;
  readonly sending: ReturnType<typeof useSending>;
}) => {
  const { t } = useTranslation();
  const { type } = useSearch({ from: '/console/submissions' });
  const { file, format, reports, digest } = read;
  const lacksType = format === 'CSV' && type === undefined;
  const isReady = reports > 0 && !lacksType && !sending.isPending;
  const rows = [
    [t('submissions.choose'), <SentText key="name" text={file.name} />],
    [t('submissions.counted'), reports.toLocaleString('en')],
    [t('submissions.bytes'), file.size.toLocaleString('en')],
    [t('submissions.digest'), digest],
  ] as const;
  return (
    <>
      <Pairs rows={rows} valueClass="exactly" />
      {reports === 0 && <p className="fault">{t('submissions.empty')}</p>}
      {lacksType && <p className="quiet">{t('submissions.typeNeeded')}</p>}
      <div className="actions">
        <Button disabled={!isReady} onClick={() => sending.mutate({ read, type, isDry: true })}>
          {t('submissions.try')}
        </Button>
        <Button
          type="primary"
          disabled={!isReady}
          onClick={() => sending.mutate({ read, type, isDry: false })}
        >
          {t('submissions.submit')}
        </Button>
        <span role="status">{sending.isPending && t('submissions.sending', { name: file.name })}</span>
      </div>
    </>
  );
};

/** Stands in the address; a template can be taken before there is a file. */
const TypeChoice = () => {
  const { t } = useTranslation();
  const { type } = useSearch({ from: '/console/submissions' });
  const navigate = useNavigate({ from: '/console/submissions' });
  const nameOf = useReportName();
  return (
    <div className="actions">
      <span className="field field-long">
        <span>CSV · {t('submissions.type')}</span>
        <Select
          aria-label={t('submissions.type')}
          value={type}
          placeholder="—"
          options={csvTypes.map((value) => ({ value, label: `${nameOf(value)} · ${value}` }))}
          onChange={(chosen) =>
            void navigate({ search: (now) => ({ ...now, type: chosen }), replace: true, resetScroll: false })
          }
        />
      </span>
      {type !== undefined && (
        <a href={`/v1/submissions/templates/${type}.csv`} download={`${type}.csv`}>
          {t('submissions.template')}
        </a>
      )}
    </div>
  );
};

const NotTaken = ({ error }: { readonly error: Error }) => {
  const { t } = useTranslation();
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={t('submissions.notSent')}
      description={<Reasons error={error} />}
    />
  );
};
