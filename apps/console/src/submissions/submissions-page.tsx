import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SentText, useTitle } from '../shell/text-parts.js';
import { seenText } from '../shell/seen-text.js';
import { useSession } from '../session/session.client.js';
import { useInstantText } from '../figures/fact-names.js';
import { RefusalsSection } from './refusals-section.js';
import { SendFile } from './send-file.js';
import { SubmissionSection } from './submission-section.js';
import { sentFiles } from './submissions.client.js';
import { submissionsViewIn } from './submissions-view.js';
import '../shell/tasks.css';

/** A bank tries a file, submits it, watches how it is decided, and sees what to mend. */
export const SubmissionsPage = () => {
  const { t } = useTranslation();
  const { id } = useSearch({ from: '/console/submissions' });
  useTitle(t('submissions.title'));
  return (
    <>
      <h1>{t('submissions.title')}</h1>
      <p className="quiet">{t('submissions.lead')}</p>
      <OwnKey />
      <SendFile />
      {id !== undefined && <SubmissionSection key={id} id={id} />}
      <Sent chosen={id} />
      <RefusalsSection />
    </>
  );
};

/** Which key is signed in, and when it was last used: by a program too, which may have another one. */
const OwnKey = () => {
  const { t } = useTranslation();
  const at = useInstantText();
  const { label, keyId, keyLastUsedAt, keyExpiresAt } = useSession();
  return (
    <p className="quiet">
      <bdi>{t('submissions.ownKey', { label: seenText(label), id: keyId })}</bdi>
      {keyLastUsedAt !== null && ` · ${t('submissions.keyUsed', { at: at(keyLastUsedAt) })}`}
      {keyExpiresAt !== null && ` · ${t('submissions.keyEnds', { at: at(keyExpiresAt) })}`}
    </p>
  );
};

const Sent = ({ chosen }: { readonly chosen: string | undefined }) => {
  const { t } = useTranslation();
  const at = useInstantText();
  const { institution } = useSession();
  const files = sentFiles(institution ?? '');
  return (
    <section className="task" aria-labelledby="sent">
      <h2 id="sent">{t('submissions.sent')}</h2>
      {files.length === 0 && <p className="quiet">{t('submissions.nothingSent')}</p>}
      <ul className="sent-list">
        {files.map((sent) => (
          <li key={sent.id}>
            <Link
              to="/console/submissions"
              search={(now) => ({ ...now, id: sent.id })}
              aria-current={sent.id === chosen ? 'true' : undefined}
            >
              <SentText text={sent.name} />
            </Link>{' '}
            <span className="quiet">
              {t(sent.isDry ? 'submissions.dry' : 'submissions.real')} · {at(sent.at)}
            </span>
          </li>
        ))}
      </ul>
      <OpenById />
    </section>
  );
};

const OpenById = () => {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/console/submissions' });
  const [text, setText] = useState('');
  const [isWrong, setWrong] = useState(false);
  const open = (event: FormEvent): void => {
    event.preventDefault();
    const { id } = submissionsViewIn({ id: text.trim().toLowerCase() });
    setWrong(id === undefined);
    if (id !== undefined) void navigate({ search: (now) => ({ ...now, id }) });
  };
  return (
    <form className="cut" onSubmit={open} aria-label={t('submissions.open')}>
      <label>
        <span>{t('submissions.openId')}</span>
        <Input
          value={text}
          maxLength={40}
          spellCheck={false}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? 'no-id' : undefined}
          onChange={({ target }) => setText(target.value)}
        />
      </label>
      <Button htmlType="submit">{t('submissions.show')}</Button>
      {isWrong && (
        <p className="fault" id="no-id" role="alert">
          {t('submissions.noId')}
        </p>
      )}
    </form>
  );
};
