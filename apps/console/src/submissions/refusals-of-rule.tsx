import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SubmissionRefusal } from '#contract';
import { SentText } from '../shell/sent-text.js';

/** The first lines of a file that a rule refuses, each with a way to mend it. */
export const OfRule = ({
  rule,
  count,
  lines,
  mayMend,
}: {
  readonly rule: string;
  readonly count: number;
  readonly lines: readonly SubmissionRefusal[];
  /** A line of a CSV file is mended in the file. */
  readonly mayMend: boolean;
}) => {
  const { t, i18n } = useTranslation();
  const title = t('submissions.count', { rule, count });
  return (
    <section className="task" aria-label={title}>
      <h4>{title}</h4>
      <a href={`/problems/${encodeURIComponent(rule)}`} target="_blank" rel="noreferrer">
        {t('submissions.means', { rule })}
      </a>
      {lines.length === 0 ? (
        <p className="quiet">{t('submissions.notAmongFirst')}</p>
      ) : (
        <div
          className="scrolled"
          tabIndex={0}
          role="group"
          aria-label={`${title} · ${t('submissions.line')}`}
        >
          <table>
            <thead>
              <tr>
                <th scope="col">{t('submissions.line')}</th>
                <th scope="col">{t('submissions.report')}</th>
                <th scope="col">{t('submissions.place')}</th>
                <th scope="col">{t('submissions.why')}</th>
                {mayMend && <th scope="col">{t('submissions.mend')}</th>}
              </tr>
            </thead>
            <tbody>
              {lines.map(({ line, id, pointer, message }, at) => (
                <tr key={`${line} ${at}`}>
                  <th scope="row">{line}</th>
                  <td>
                    <SentText text={id ?? ''} />
                  </td>
                  <td>
                    <SentText text={pointer ?? ''} />
                  </td>
                  <td className="wraps">{i18n.language === 'zh' ? message.zh : message.en}</td>
                  {mayMend && (
                    <td>
                      <Link
                        to="/console/submissions"
                        search={(now) => ({ ...now, mend: String(line) })}
                        resetScroll={false}
                        aria-label={t('submissions.mendLine', { line })}
                      >
                        {t('submissions.mend')}
                      </Link>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
};
