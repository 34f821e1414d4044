import { useNavigate } from '@tanstack/react-router';
import { Button, Checkbox, Input } from 'antd';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Following } from './progress.client.js';
import { type ProgressView, shanghaiToday } from './progress-view.js';

/** One control moves both time axes: what took effect up to a day, as known at the end of a day. */
export const CutControl = ({
  view,
  following,
}: {
  readonly view: ProgressView;
  readonly following: Following;
}) => {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/console/progress' });
  const [asOf, setAsOf] = useState(view.asOf ?? '');
  const [known, setKnown] = useState(view.known ?? '');
  useEffect(() => {
    setAsOf(view.asOf ?? '');
    setKnown(view.known ?? '');
  }, [view.asOf, view.known]);
  const show = (event: FormEvent): void => {
    event.preventDefault();
    const today = shanghaiToday(Date.now());
    const given = {
      asOf: asOf || undefined,
      known: known !== '' && !(known.includes('-') && known >= today) ? known : undefined,
    };
    void navigate({ search: (now) => ({ ...now, ...given }) });
  };
  return (
    <form className="cut no-print" onSubmit={show} aria-label={t('progress.cut.title')}>
      <label>
        <span>{t('progress.cut.asOf')}</span>
        <Input type="date" value={asOf} onChange={({ target }) => setAsOf(target.value)} />
      </label>
      <label>
        <span>{t('progress.cut.known')}</span>
        <Input
          type={/^\d+$/.test(known) ? 'text' : 'date'}
          value={known}
          onChange={({ target }) => setKnown(target.value)}
        />
      </label>
      <Button htmlType="submit" type="primary">
        {t('progress.cut.apply')}
      </Button>
      <Button
        disabled={view.asOf === undefined && view.known === undefined}
        onClick={() => void navigate({ search: (now) => ({ ...now, asOf: undefined, known: undefined }) })}
      >
        {t('progress.cut.now')}
      </Button>
      <Checkbox
        checked={view.figures === 'exact'}
        onChange={({ target }) =>
          void navigate({
            search: (now) => ({ ...now, figures: target.checked ? ('exact' as const) : undefined }),
            replace: true,
          })
        }
      >
        {t('progress.exact')}
      </Checkbox>
      <p className={`following following-${following}`} role="status">
        {t(`progress.cut.${following}`)}
      </p>
    </form>
  );
};
