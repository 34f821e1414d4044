import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Measure } from '#contract';
import { measuresQuery } from '../progress/progress.client.js';
import { useName } from '../progress/target-card.js';
import { useSession } from '../session/session.client.js';
import { Pairs, SentText, useTitle } from '../shell/text-parts.js';
import { seenText } from '../shell/seen-text.js';
import { Failed, Loading } from '../shell/states.js';
import { Defined } from './defined.js';
import { useDefining, usePreview } from './definitions.client.js';
import { draftOfMeasure, type MeasureDraft, measureBodyOf, newMeasure } from './measure-draft.js';
import { MeasureFields } from './measure-form.js';
import { isPreviewed, PreviewSection } from './preview-section.js';
import '../shell/tasks.css';

/** The definition of one measure: as it stands, and for a supervisor a form with a preview that has to be looked at first. */
export const MeasurePage = () => {
  const { t } = useTranslation();
  const { code } = useSearch({ from: '/console/measures' });
  const { role } = useSession();
  const measures = useQuery(measuresQuery);
  const measure = measures.data?.find((each) => each.code === code);
  const isMissing = measures.data !== undefined && code !== undefined && measure === undefined;
  const title = code === undefined ? t('programmes.newMeasure') : t('programmes.measureOf', { code });
  useTitle(title);
  const defining = useDefining();
  const mayDefine = role === 'supervisor' && measures.data !== undefined && !isMissing;
  return (
    <>
      <p className="no-print">
        <Link to="/console/programmes">{t('programmes.back')}</Link>
      </p>
      <h1>
        <bdi>{title}</bdi>
      </h1>
      {measures.isPending && <Loading />}
      {measures.isError && <Failed error={measures.error} again={() => void measures.refetch()} />}
      {isMissing && <p className="state">{t('programmes.noSuchMeasure')}</p>}
      {measure && <AsItStands measure={measure} />}
      <Defined defining={defining} />
      {mayDefine && <Defining key={code} measure={measure} defining={defining} />}
    </>
  );
};

const AsItStands = ({ measure }: { readonly measure: Measure }) => {
  const { t } = useTranslation();
  const name = useName();
  const rows = [
    [t('programmes.name'), <SentText key="name" text={name(measure.name)} />],
    [t('programmes.operation'), t(`programmes.operations.${measure.op}`)],
    [t('programmes.unit'), t(`programmes.units.${measure.unit}`)],
    [
      t('programmes.version'),
      t('programmes.versionSince', { version: measure.version, seq: measure.seq.toLocaleString('en') }),
    ],
  ] as const;
  const { sources, of, distinct, filter, backFill } = measure;
  return (
    <section aria-label={t('programmes.asItStands')}>
      <Pairs rows={rows} />
      {backFill !== null && <p className="quiet">{t('progress.filling', backFill)}</p>}
      <details className="figures">
        <summary>{t('programmes.definition')}</summary>
        <pre tabIndex={0} dir="ltr">
          {seenText(JSON.stringify({ sources, of, distinct, filter }, null, 2))}
        </pre>
      </details>
    </section>
  );
};

/** Undefined where a condition is not complete, or a filter that is written by hand no JSON. */
const wholeBody = (draft: MeasureDraft) => {
  try {
    return measureBodyOf(draft);
  } catch {
    return undefined;
  }
};

const Defining = ({
  measure,
  defining,
}: {
  readonly measure: Measure | undefined;
  readonly defining: ReturnType<typeof useDefining>;
}) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(measure ? draftOfMeasure(measure) : newMeasure);
  const preview = usePreview();
  const body = wholeBody(draft);
  const asked = body && { ...(draft.op === 'LATEST_SUM' ? { code: draft.code } : {}), ...body };
  const mayPublish = isPreviewed(preview, asked);
  const publish = (event: FormEvent): void => {
    event.preventDefault();
    if (!body || !mayPublish) return;
    const address = `/v1/measures/${encodeURIComponent(draft.code)}`;
    defining.mutate(
      { address, body },
      { onSuccess: () => void navigate({ to: '/console/measures', search: { code: draft.code } }) },
    );
  };
  return (
    <form onSubmit={publish} aria-label={t(measure ? 'programmes.amendMeasure' : 'programmes.newMeasure')}>
      {measure && <h2>{t('programmes.amendMeasure')}</h2>}
      <MeasureFields draft={draft} set={setDraft} isNew={measure === undefined} />
      <PreviewSection body={asked} from="" to="" preview={preview} />
      <div className="actions">
        <Button type="primary" htmlType="submit" disabled={!mayPublish} loading={defining.isPending}>
          {t(measure ? 'programmes.publishAmended' : 'programmes.publish')}
        </Button>
        {!mayPublish && (
          <span className="quiet">
            {t(body === undefined ? 'programmes.notWhole' : 'programmes.previewFirst')}
          </span>
        )}
      </div>
    </form>
  );
};
