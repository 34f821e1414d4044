import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { SubmissionRefusal } from '#contract';
import { Rows } from '../shell/listed.js';
import { SentText } from '../shell/text-parts.js';

/** What no rule refuses has a word for its name. */
const words = ['invalid-request', 'too-large'] as const;

/** As the rule says it; what is refused by no rule has its cure here. */
const useCure = () => {
  const { t, i18n } = useTranslation();
  return (rule: string, [first]: readonly SubmissionRefusal[]): string | undefined => {
    const word = words.find((each) => each === rule);
    if (word) return t(`submissions.cures.${word}`);
    return i18n.language === 'zh' ? first?.cure?.zh : first?.cure?.en;
  };
};

/** The first lines of a file that a rule refuses, each with a way to mend it. */
export const OfRule = ({
  rule,
  count,
  lines,
  mended,
}: {
  readonly rule: string;
  readonly count: number;
  readonly lines: readonly SubmissionRefusal[];
  /** Lines that were put right since. */
  readonly mended: readonly number[];
}) => {
  const { t, i18n } = useTranslation();
  const word = words.find((each) => each === rule);
  const called = word ? t('shell.withHint', { label: t(`submissions.words.${word}`), hint: rule }) : rule;
  const title = t('submissions.count', { rule: called, count });
  const inLanguage = ({ en, zh }: SubmissionRefusal['message']): string => (i18n.language === 'zh' ? zh : en);
  const cure = useCure()(rule, lines);
  return (
    <section className="task" aria-label={title}>
      <h4>{title}</h4>
      {cure && (
        <p>
          <strong>{t('submissions.cure')}</strong> {cure}
        </p>
      )}
      <a href={`/problems/${encodeURIComponent(rule)}`} target="_blank" rel="noreferrer">
        {t('submissions.means', { rule })}
      </a>
      {lines.length === 0 ? (
        <p className="quiet">{t('submissions.notAmongFirst')}</p>
      ) : (
        <Rows
          title={`${title} · ${t('submissions.line')}`}
          items={lines}
          columns={[
            t('submissions.line'),
            // On a phone these are in sight: what is wrong, where, and the way to mend it.
            { title: t('submissions.why'), of: 'long texts' },
            t('submissions.mend'),
            t('submissions.report'),
          ]}
          cells={({ line, id, pointer, message }) => [
            line,
            <Fragment key="why">
              {pointer !== null && (
                <code>
                  <SentText text={pointer} />{' '}
                </code>
              )}
              {inLanguage(message)}
            </Fragment>,
            mended.includes(line) ? (
              <span key="mended" className="status status-achieved">
                ✓ {t('submissions.mended')}
              </span>
            ) : (
              <MendLine key="mend" line={line} />
            ),
            <SentText key="id" text={id ?? '—'} />,
          ]}
        />
      )}
    </section>
  );
};

const MendLine = ({ line }: { readonly line: number }) => {
  const { t } = useTranslation();
  return (
    <Link
      to="/console/submissions"
      search={(now) => ({ ...now, mend: String(line) })}
      resetScroll={false}
      aria-label={t('submissions.mendLine', { line })}
    >
      {t('submissions.mend')}
    </Link>
  );
};
