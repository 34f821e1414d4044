import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Measure, Programme, Target } from '#contract';
import { measuresQuery } from '../progress/progress.client.js';
import { Failed, Loading } from '../shell/states.js';
import { filterPaths } from './countable.js';
import { Defined } from './defined.js';
import { useDefining, usePreview } from './definitions.client.js';
import { FilterForm } from './filter-form.js';
import { isPreviewed, PreviewSection } from './preview-section.js';
import { TargetFields } from './target-fields.js';
import {
  draftOfTarget,
  newTarget,
  previewOfTarget,
  type TargetBody,
  targetBodyOf,
  type TargetDraft,
} from './target-draft.js';

interface Of {
  readonly programme: Programme;
  /** Undefined: a new one. */
  readonly target: Target | undefined;
}

/** A target is added or amended; what its measure comes to over its period is looked at before. */
export const TargetSection = ({ programme, target }: Of) => {
  const { t } = useTranslation();
  const measures = useQuery(measuresQuery);
  const title = target ? t('programmes.amendTarget', { code: target.code }) : t('programmes.addTarget');
  return (
    <section className="task" aria-labelledby="target">
      <h2 id="target">
        <bdi>{title}</bdi>
      </h2>
      {measures.isPending && <Loading />}
      {measures.isError && <Failed error={measures.error} again={() => void measures.refetch()} />}
      {measures.data && (
        <Setting programme={programme} target={target} measures={measures.data} title={title} />
      )}
    </section>
  );
};

/** Facts that the measure counts; of a growth those of its balance. */
const pathsOf = (measure: Measure, measures: readonly Measure[]) => {
  const { sources, unit } = measures.find(({ code }) => code === measure.of) ?? measure;
  return filterPaths(
    sources.map(({ fact }) => fact),
    unit,
  );
};

const wholeBody = (
  draft: TargetDraft,
  measure: Measure | undefined,
  measures: readonly Measure[],
): TargetBody | undefined => {
  if (!measure) return undefined;
  try {
    return targetBodyOf(draft, measure, pathsOf(measure, measures));
  } catch {
    return undefined;
  }
};

interface Setting extends Of {
  readonly measures: readonly Measure[];
  readonly title: string;
}

const Setting = ({ programme, target, measures, title }: Setting) => {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(target ? draftOfTarget(target, programme) : newTarget(programme));
  const defining = useDefining();
  const preview = usePreview();
  const measure = measures.find(({ code }) => code === draft.measure);
  const body = wholeBody(draft, measure, measures);
  const asked = measure && body && previewOfTarget(measure, body);
  // Of a growth there is no series to look at.
  const mayPublish = body !== undefined && (measure?.op === 'GROWTH' || isPreviewed(preview, asked));
  const publish = (event: FormEvent): void => {
    event.preventDefault();
    if (!body || !mayPublish) return;
    const path = `/v1/programmes/${encodeURIComponent(programme.code)}`;
    defining.mutate({ address: `${path}/targets/${encodeURIComponent(draft.code)}`, body });
  };
  return (
    <>
      <form onSubmit={publish} aria-label={title}>
        <div className="fields">
          <TargetFields draft={draft} set={setDraft} measures={measures} isNew={target === undefined} />
        </div>
        {measure && (
          <FilterForm
            draft={draft.filter}
            paths={pathsOf(measure, measures)}
            set={(filter) => setDraft({ ...draft, filter })}
          />
        )}
        {measure && measure.op !== 'GROWTH' && (
          <PreviewSection
            key={`${measure.code} ${spanOf(body).join(' ')}`}
            body={asked}
            from={spanOf(body)[0]}
            to={spanOf(body)[1]}
            threshold={body?.threshold ?? null}
            preview={preview}
          />
        )}
        <div className="actions">
          <Button type="primary" htmlType="submit" disabled={!mayPublish} loading={defining.isPending}>
            {t(target ? 'programmes.publishAmended' : 'programmes.publish')}
          </Button>
          {!mayPublish && (
            <span className="quiet">
              {t(measure && body === undefined ? 'programmes.notWhole' : 'programmes.previewFirst')}
            </span>
          )}
        </div>
      </form>
      <Defined defining={defining} />
    </>
  );
};

const spanOf = (body: TargetBody | undefined): readonly [from: string, to: string] => {
  if (!body) return ['', ''];
  return 'asAt' in body.period ? ['', body.period.asAt] : [body.period.from, body.period.to];
};
