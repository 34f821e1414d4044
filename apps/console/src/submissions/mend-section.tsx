import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Submission } from '#contract';
import { Failed, Loading } from '../shell/states.js';
import { Mending } from './mending.js';
import { fileReadHere, readFile, reportOnLine } from './read-file.client.js';
import { noteMended, refusalsOfLine } from './submissions.client.js';

interface OfLine {
  readonly submission: Submission;
  readonly line: number;
}

/** One report of a file that was refused, from its refusal to the report that is put right and sent again. */
export const MendSection = ({ submission, line }: OfLine) => {
  const { t } = useTranslation();
  const [file, setFile] = useState(() => fileReadHere(submission.digest));
  const title = useRef<HTMLHeadingElement>(null);
  // It opens below what led to it, where nobody looks who does not see all of the page.
  useEffect(() => title.current?.focus(), []);
  return (
    <section className="task" aria-labelledby="mend">
      <h3 id="mend" ref={title} tabIndex={-1}>
        {t('submissions.mendLine', { line })}
      </h3>
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

const OfFile = ({ submission, line, file }: OfLine & { readonly file: File }) => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const found = useQuery({
    queryKey: ['mend', submission.id, line],
    queryFn: async () => ({
      text: (await reportOnLine(submission, file, line)) ?? null,
      faults: await refusalsOfLine(submission.id, line),
    }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} again={() => void found.refetch()} />;
  const { text, faults } = found.data;
  if (text === null) return <p className="fault">{t('submissions.noSuchLine')}</p>;
  return <Mending text={text} faults={faults} onRecorded={() => noteMended(client, submission.id, line)} />;
};
