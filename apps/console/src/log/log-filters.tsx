import { useNavigate } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { InstitutionChoice } from '../breakdown/institution-choice.js';
import { factTypes, useFactName } from '../figures/fact-names.js';
import { Select } from '../shell/select.js';
import { type LogView, logViewIn } from './log-view.js';

/** What the facts are narrowed to: whose they are, of which type and stream, and between which two. */
export const LogFilters = ({ view }: { readonly view: LogView }) => {
  const { t } = useTranslation();
  const factName = useFactName();
  const navigate = useNavigate({ from: '/console/log' });
  const put = (given: Readonly<Record<string, string | undefined>>): void =>
    void navigate({
      search: (now) => ({ ...now, ...logViewIn({ ...view, at: undefined, ...given }) }),
      resetScroll: false,
    });
  const [given, setGiven] = useState({
    stream: view.stream ?? '',
    from: view.from ?? '',
    to: view.to ?? '',
  });
  const isInOrder = given.from === '' || given.to === '' || Number(given.from) <= Number(given.to);
  const show = (event: FormEvent): void => {
    event.preventDefault();
    if (isInOrder) put({ stream: given.stream.trim(), from: given.from, to: given.to });
  };
  return (
    <form className="cut no-print" onSubmit={show} aria-label={t('log.title')}>
      <InstitutionChoice
        label={t('log.institution')}
        any={t('log.any')}
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
            { value: '', label: t('log.any') },
            ...factTypes.map((each) => ({ value: each, label: factName(each) })),
          ]}
          onChange={(fact) => put({ fact, from: undefined })}
        />
      </span>
      <label>
        <span>{t('log.stream')}</span>
        <Input
          value={given.stream}
          maxLength={200}
          pattern="\s*[A-Za-z0-9_.:-]*\s*"
          title={t('log.streamHint')}
          spellCheck={false}
          onChange={({ target }) => setGiven({ ...given, stream: target.value })}
        />
      </label>
      {(['from', 'to'] as const).map((end) => (
        <label key={end}>
          <span>{t(`log.${end}`)}</span>
          <Input
            value={given[end]}
            maxLength={15}
            inputMode="numeric"
            pattern="[1-9][0-9]*"
            title={t('log.seqHint')}
            onChange={({ target }) => setGiven({ ...given, [end]: target.value })}
          />
        </label>
      ))}
      <Button htmlType="submit">{t('log.show')}</Button>
      {!isInOrder && (
        <p className="fault" role="alert">
          {t('log.outOfOrder')}
        </p>
      )}
    </form>
  );
};
