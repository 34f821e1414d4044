import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Checkbox, Input } from 'antd';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lastDay } from '../shell/forms.js';
import { isLasting } from '../http/asked-again.js';
import { useSilentSince } from '../http/reachability.client.js';
import { type Cut, firstDay, isInstant, isNow, isSeq } from './cut.js';
import { useInstantText } from './fact-names.js';

/** How the figures that are shown follow the log. */
export type Following = 'live' | 'polled' | 'asked' | 'fixed' | 'refused';

/** Of an answer that may have been refused for good. */
export const followingOf = (following: Following, error: Error | null): Following =>
  isLasting(error) ? 'refused' : following;

/** A fact or an instant is given by an address alone, and shown as it stands there. */
export const isOtherThanDay = (known: string): boolean => isSeq(known) || isInstant(known);

/** One control moves both time axes: what took effect up to a day, as known at the end of a day. */
export const CutControl = ({ view, following }: { readonly view: Cut; readonly following: Following }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [asOf, setAsOf] = useState(view.asOf ?? '');
  const [known, setKnown] = useState(view.known ?? '');
  useEffect(() => {
    setAsOf(view.asOf ?? '');
    setKnown(view.known ?? '');
  }, [view.asOf, view.known]);
  const show = (event: FormEvent): void => {
    event.preventDefault();
    const given = { asOf: asOf || undefined, known: known || undefined };
    void navigate({ to: '.', search: (now) => ({ ...now, ...given }) });
  };
  return (
    <form className="cut no-print" onSubmit={show} aria-label={t('figures.cut.title')}>
      <label>
        <span>{t('figures.cut.asOf')}</span>
        <Input
          type="date"
          min={firstDay}
          max={lastDay}
          value={asOf}
          onChange={({ target }) => setAsOf(target.value)}
        />
      </label>
      <label>
        <span>{t('figures.cut.known')}</span>
        <Input
          type={isOtherThanDay(known) ? 'text' : 'date'}
          min={firstDay}
          max={lastDay}
          value={known}
          onChange={({ target }) => setKnown(target.value)}
        />
      </label>
      <Button htmlType="submit" type="primary">
        {t('figures.cut.apply')}
      </Button>
      <Button
        disabled={view.asOf === undefined && view.known === undefined}
        onClick={() =>
          void navigate({ to: '.', search: (now) => ({ ...now, asOf: undefined, known: undefined }) })
        }
      >
        {t('figures.cut.now')}
      </Button>
      <ExactChoice />
      <FollowingWords view={view} following={following} />
    </form>
  );
};

/** Whether what is shown moves; while nothing answers it does not, whatever it did before. */
const FollowingWords = ({ view, following }: { readonly view: Cut; readonly following: Following }) => {
  const { t } = useTranslation();
  const at = useInstantText();
  const silentSince = useSilentSince();
  const said = (): string => {
    // Over a refusal nothing is said of figures, which are not shown.
    if (following === 'refused') return t('figures.cut.refused');
    if (silentSince !== undefined && following !== 'fixed')
      return t('figures.cut.silent', { at: at(new Date(silentSince).toISOString()) });
    return view.known !== undefined && isNow(view)
      ? t('figures.cut.notYetKnown', { day: view.known })
      : t(`figures.cut.${following}`);
  };
  return (
    <p className={`following following-${silentSince === undefined ? following : 'asked'}`} role="status">
      {said()}
    </p>
  );
};

/** Every figure of the page to the fen, as its address says it. */
export const ExactChoice = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { figures } = useSearch({ strict: false });
  return (
    <Checkbox
      checked={figures === 'exact'}
      onChange={({ target }) =>
        void navigate({
          to: '.',
          search: (now) => ({ ...now, figures: target.checked ? ('exact' as const) : undefined }),
          replace: true,
          resetScroll: false,
        })
      }
    >
      {t('figures.exact')}
    </Checkbox>
  );
};
