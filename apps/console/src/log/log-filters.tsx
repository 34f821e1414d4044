import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { InstitutionChoice } from '../breakdown/narrowing.js';
import { isSeq } from '../figures/cut.js';
import { factTypes, useFactName } from '../figures/fact-names.js';
import { programmesQuery } from '../progress/progress.client.js';
import { useName } from '../progress/target-card.js';
import { Select } from '../shell/select.js';
import { seenText } from '../shell/seen-text.js';
import { type LogView, logViewIn } from './log-view.js';

/** Leads to the same page for other facts. */
const usePut = (view: LogView) => {
  const navigate = useNavigate({ from: '/console/log' });
  return (given: Readonly<Record<string, string | undefined>>): void =>
    void navigate({
      search: ({ lang }) => ({ lang, ...logViewIn({ ...view, at: undefined, ...given }) }),
      resetScroll: false,
    });
};

/** What the facts are narrowed to: those of a target, or of an institution, a type and a stream; and between which two. */
export const LogFilters = ({ view }: { readonly view: LogView }) => {
  const { t } = useTranslation();
  const put = usePut(view);
  const [given, setGiven] = useState({
    stream: view.stream ?? '',
    from: view.from ?? '',
    to: view.to ?? '',
  });
  const areBothFacts = isSeq(given.from) && isSeq(given.to);
  const isInOrder = !areBothFacts || Number(given.from) <= Number(given.to);
  const show = (event: FormEvent): void => {
    event.preventDefault();
    if (isInOrder) put({ ...given, stream: given.stream.trim() });
  };
  return (
    <form className="cut no-print" onSubmit={show} aria-label={t('log.title')}>
      <TargetChoice view={view} />
      {view.target === undefined && (
        <>
          <InstitutionAndType view={view} />
          <label>
            <span>{t('log.stream')}</span>
            <Input
              value={given.stream}
              maxLength={200}
              pattern="\s*[A-Za-z0-9_.:\-]*\s*"
              title={t('log.streamHint')}
              spellCheck={false}
              onChange={({ target }) => setGiven({ ...given, stream: target.value })}
            />
          </label>
        </>
      )}
      <label>
        <span>{t('log.from')}</span>
        <Input
          value={given.from}
          maxLength={15}
          inputMode="numeric"
          pattern="[1-9][0-9]*"
          title={t('log.seqHint')}
          onChange={({ target }) => setGiven({ ...given, from: target.value })}
        />
      </label>
      <label>
        <span>{t('log.to')}</span>
        <Input
          value={given.to}
          maxLength={15}
          pattern="[1-9][0-9]*|\d{4}-\d{2}-\d{2}"
          title={t('log.cutHint')}
          onChange={({ target }) => setGiven({ ...given, to: target.value })}
        />
      </label>
      <Button htmlType="submit">{t('log.show')}</Button>
      {!isInOrder && (
        <p className="fault" role="alert">
          {t('log.outOfOrder')}
        </p>
      )}
    </form>
  );
};

/** Every target of every programme; without one it is the facts themselves. */
const TargetChoice = ({ view }: { readonly view: LogView }) => {
  const { t } = useTranslation();
  const name = useName();
  const put = usePut(view);
  const programmes = useQuery(programmesQuery).data ?? [];
  const targets = programmes.flatMap((programme) =>
    programme.targets.map((target) => ({
      value: `${programme.code} ${target.code}`,
      label: seenText(`${name(target.name)} · ${name(programme.name)}`),
    })),
  );
  const { programme, target } = view;
  return (
    <span className="field">
      <span>{t('log.target')}</span>
      <Select
        className="wide"
        aria-label={t('log.target')}
        popupMatchSelectWidth={false}
        showSearch={{ optionFilterProp: 'label' }}
        value={target === undefined ? '' : `${programme} ${target}`}
        options={[{ value: '', label: t('log.everything') }, ...targets]}
        onChange={(chosen) => {
          const [of, code] = chosen.split(' ');
          put({ programme: of || undefined, target: code, from: undefined });
        }}
      />
    </span>
  );
};

const InstitutionAndType = ({ view }: { readonly view: LogView }) => {
  const { t } = useTranslation();
  const factName = useFactName();
  const put = usePut(view);
  return (
    <>
      <InstitutionChoice
        label={t('log.institution')}
        any={t('shell.any')}
        value={view.institution}
        choose={(institution) => put({ institution, from: undefined })}
      />
      <span className="field">
        <span>{t('log.type')}</span>
        <Select
          className="medium"
          aria-label={t('log.type')}
          popupMatchSelectWidth={false}
          showSearch={{ optionFilterProp: 'label' }}
          value={view.fact ?? ''}
          options={[
            { value: '', label: t('shell.any') },
            ...factTypes.map((each) => ({ value: each, label: factName(each) })),
          ]}
          onChange={(fact) => put({ fact, from: undefined })}
        />
      </span>
    </>
  );
};
