import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Rows } from '../shell/listed.js';
import { SentText } from '../shell/text-parts.js';
import type { RefusedLine } from './refused-lines.js';

/** What no rule refuses has a word for its name. */
const words = ['invalid-request', 'too-large'] as const;

/** As the rule says it; what is refused by no rule has its cure here. */
const useCure = () => {
  const { t, i18n } = useTranslation();
  return (rule: string, [first]: RefusedLine | readonly []): string | undefined => {
    const word = words.find((each) => each === rule);
    if (word) return t(`submissions.cures.${word}`);
    return i18n.language === 'zh' ? first?.cure?.zh : first?.cure?.en;
  };
};

/** The first lines of a file that a rule refuses, each with its faults and a way to mend it. */
export const OfRule = ({
  rule,
  count,
  lines,
  mended,
  showMore,
}: {
  readonly rule: string;
  readonly count: number;
  readonly lines: readonly RefusedLine[];
  /** Lines that were put right since. */
  readonly mended: readonly number[];
  readonly showMore: () => void;
}) => {
  const { t } = useTranslation();
  const word = words.find((each) => each === rule);
  const called = word ? t('shell.withHint', { label: t(`submissions.words.${word}`), hint: rule }) : rule;
  const title = t('submissions.count', { rule: called, count });
  const cure = useCure()(rule, lines[0] ?? []);
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
          keyOf={([{ line }]) => line}
          cells={(faults) => [
            faults[0].line,
            <Faults key="why" faults={faults} />,
            mended.includes(faults[0].line) ? (
              <span key="mended" className="status status-achieved">
                ✓ {t('submissions.mended')}
              </span>
            ) : (
              <MendLine key="mend" line={faults[0].line} />
            ),
            <SentText key="id" text={faults[0].id ?? '—'} />,
          ]}
        />
      )}
      {lines.length > 0 && lines.length < count && (
        <p>
          {t('submissions.linesLeft', { count: count - lines.length })}{' '}
          <Button size="small" onClick={showMore}>
            {t('submissions.more')}
          </Button>
        </p>
      )}
    </section>
  );
};

/** Every fault of a line: where it is, and what is wrong there. */
const Faults = ({ faults }: { readonly faults: RefusedLine }) => {
  const { i18n } = useTranslation();
  return faults.map(({ pointer, message }, at) => (
    // Two faults may be of the same place.
    <div key={`${at} ${pointer}`}>
      {pointer !== null && (
        <code>
          <SentText text={pointer} />{' '}
        </code>
      )}
      {i18n.language === 'zh' ? message.zh : message.en}
    </div>
  ));
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
