import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MeasurePreviewAnswer } from '#contract';
import { permilleOf, percentText } from '../figures/quantity.js';
import { Quantity } from '../figures/quantity-text.js';
import { RegistryProblem } from '../http/registry.client.js';
import { BasisBar } from '../shell/states.js';
import { ChoiceField, TextField } from '../shell/forms.js';
import { NotDone, Rows } from '../shell/listed.js';
import type { PreviewSpan } from './definitions-view.js';
import { usePreview } from './definitions.client.js';

interface Asked {
  /** What would be defined; undefined while it is not whole. */
  readonly body: object | undefined;
  readonly from: string;
  readonly to: string;
  /** Of a target, to hold the total against. */
  readonly threshold?: string | null;
  readonly preview: ReturnType<typeof usePreview>;
}

/** That very definition was previewed, or the history is too long for that. */
export const isPreviewed = (preview: ReturnType<typeof usePreview>, body: object | undefined): boolean =>
  body !== undefined &&
  JSON.stringify(preview.variables?.body) === JSON.stringify(body) &&
  (preview.isSuccess || (preview.error instanceof RegistryProblem && preview.error.status === 503));

/** A day of which a part is typed is no day to a browser: it is said at its field, and not left out. */
const areDaysWhole = (button: HTMLElement): boolean =>
  [...(button.closest('.cut')?.querySelectorAll('input') ?? [])].every((field) => field.reportValidity());

/** What it would show over the history that there is; nothing is recorded. */
export const PreviewSection = ({ body, from, to, threshold, preview }: Asked) => {
  const { t } = useTranslation();
  const [span, setSpan] = useState<PreviewSpan>({ interval: 'month', from, to });
  return (
    <section className="task" aria-labelledby="preview">
      <h2 id="preview">{t('programmes.preview')}</h2>
      <p className="quiet">{t('programmes.previewLead')}</p>
      <div className="cut" role="group" aria-labelledby="preview">
        <ChoiceField
          label={t('programmes.interval')}
          value={span.interval}
          options={(['day', 'week', 'month'] as const).map((value) => ({
            value,
            label: t(`programmes.intervals.${value}`),
          }))}
          set={(interval) => setSpan({ ...span, interval })}
        />
        {(['from', 'to'] as const).map((end) => (
          <TextField
            key={end}
            label={t(`programmes.${end}`)}
            type="date"
            value={span[end]}
            set={(day) => setSpan({ ...span, [end]: day })}
          />
        ))}
        <Button
          disabled={body === undefined}
          loading={preview.isPending}
          onClick={({ currentTarget }) => {
            if (body && areDaysWhole(currentTarget)) preview.mutate({ body, span });
          }}
        >
          {t('programmes.showPreview')}
        </Button>
      </div>
      <div aria-live="polite">{preview.isPending && <p>{t('programmes.counting')}</p>}</div>
      {preview.error && <NotDone error={preview.error} />}
      {preview.data && !preview.isPending && (
        <>
          {!isPreviewed(preview, body) && <p className="fault">{t('programmes.previewOld')}</p>}
          <Previewed answer={preview.data} threshold={threshold ?? null} />
        </>
      )}
    </section>
  );
};

const Previewed = ({
  answer: { basis, points, total, unit },
  threshold,
}: {
  readonly answer: MeasurePreviewAnswer;
  readonly threshold: string | null;
}) => {
  const { t } = useTranslation();
  const most = points.reduce(
    (greatest, { quantity }) => Math.max(greatest, Math.abs(Number(quantity ?? 0))),
    0,
  );
  const permille = total === null || threshold === null ? null : permilleOf(total, threshold);
  return (
    <>
      <BasisBar basis={basis} of={t('programmes.preview')} />
      <p className="total">
        {t('programmes.total')}: <Quantity text={total} unit={unit} />
        {permille !== null && (
          <>
            {' '}
            · {t('programmes.ofThreshold', { percent: percentText(permille) })}{' '}
            <Quantity text={threshold} unit={unit} />
          </>
        )}
      </p>
      <Rows
        title={t('programmes.series')}
        items={points}
        columns={[
          t('programmes.interval'),
          { title: t('programmes.came'), of: 'figures' },
          t('programmes.drawn'),
          { title: t('programmes.cumulative'), of: 'figures' },
        ]}
        keyOf={({ from }) => from}
        cells={({ from, to, quantity, cumulative }) => [
          `${from} – ${to}`,
          <Quantity key="came" text={quantity} unit={unit} />,
          <meter
            key="drawn"
            aria-hidden
            className="bar bar-preview"
            min={0}
            max={most || 1}
            value={Math.abs(Number(quantity ?? 0))}
          />,
          <Quantity key="cumulative" text={cumulative} unit={unit} />,
        ]}
      />
    </>
  );
};
