import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Allocation, BailoutProgramme } from '#contract';
import { useNameOfKey } from '../breakdown/names-of-keys.js';
import { Quantity } from '../figures/quantity-text.js';
import { usePages } from '../http/pages.client.js';
import { addressOf } from '../http/registry.client.js';
import { useName } from '../progress/target-card.js';
import { useSession } from '../session/session.client.js';
import { BasisBar, NothingCalled } from '../shell/states.js';
import { Listed } from '../shell/listed.js';
import { ChoiceField } from '../shell/forms.js';
import { SentText, useTitle } from '../shell/text-parts.js';
import { allocationsPath, bailoutProgrammesPath } from './bailout-view.js';
import { GrantSection, ReliefForm } from './grant-section.js';
import '../shell/tasks.css';

/** Relief programmes, and what each institution may disburse under them. */
export const BailoutPage = () => {
  const { t } = useTranslation();
  const { role } = useSession();
  const { amend, programme } = useSearch({ from: '/console/bailout' });
  const list = usePages<BailoutProgramme>(addressOf(bailoutProgrammesPath, { limit: '1000' }));
  const amended = list.items?.find(({ code }) => code === amend);
  useTitle(t('bailout.title'));
  return (
    <>
      <h1>{t('bailout.title')}</h1>
      <p className="quiet">{t('bailout.lead')}</p>
      {list.basis && <BasisBar basis={list.basis} />}
      {list.items && amend !== undefined && !amended && <NothingCalled name="amend" value={amend} />}
      {list.items && programme !== undefined && !list.items.some(({ code }) => code === programme) && (
        <NothingCalled name="programme" value={programme} />
      )}
      <Programmes list={list} />
      {role === 'supervisor' && <ReliefForm key={amended?.code ?? ''} amended={amended} />}
      <Allocations programmes={list.items ?? []} programme={programme} />
      {role === 'supervisor' && (
        <GrantSection programmes={(list.items ?? []).filter(({ cap }) => cap !== null)} />
      )}
    </>
  );
};

const Programmes = ({ list }: { readonly list: ReturnType<typeof usePages<BailoutProgramme>> }) => {
  const { t } = useTranslation();
  const name = useName();
  const { role } = useSession();
  const figures = (title: string) => ({ title, of: 'figures' }) as const;
  return (
    <section className="task" aria-labelledby="programmes">
      <h2 id="programmes">{t('bailout.programmes')}</h2>
      <Listed
        title={t('bailout.programmes')}
        list={list}
        file="relief-programmes"
        empty={t('bailout.noProgrammes')}
        columns={[
          t('bailout.code'),
          t('bailout.name'),
          t('bailout.from'),
          t('bailout.to'),
          figures(t('bailout.cap')),
          figures(t('bailout.granted')),
          ...(role === 'supervisor' ? [t('bailout.amend')] : []),
        ]}
        keyOf={({ code }) => code}
        cells={({ code, name: names, from, to, cap, granted }) => [
          <SentText key="code" text={code} />,
          <SentText key="name" text={name(names)} />,
          from,
          to,
          cap === null ? t('bailout.noCap') : <Quantity key="cap" text={cap} unit="CNY" />,
          cap === null ? t('bailout.noAllocation') : <Quantity key="granted" text={granted} unit="CNY" />,
          ...(role === 'supervisor'
            ? [
                <Link
                  key="amend"
                  to="/console/bailout"
                  search={(now) => ({ ...now, amend: code })}
                  aria-label={t('bailout.amendOf', { code })}
                >
                  {t('bailout.amend')}
                </Link>,
              ]
            : []),
        ]}
      />
    </section>
  );
};

interface Of {
  readonly programmes: readonly BailoutProgramme[];
  readonly programme: string | undefined;
}

const Allocations = ({ programmes, programme }: Of) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const navigate = useNavigate({ from: '/console/bailout' });
  const list = usePages<Allocation>(addressOf(allocationsPath, { programme }));
  const title = programme === undefined ? t('bailout.allocations') : t('bailout.of', { code: programme });
  const figures = (column: 'granted' | 'used' | 'available') =>
    ({ title: t(`bailout.${column}`), of: 'figures' }) as const;
  return (
    <section className="task" aria-labelledby="allocations">
      <h2 id="allocations">
        <bdi>{title}</bdi>
      </h2>
      <div className="fields no-print">
        <ChoiceField
          label={t('bailout.programme')}
          value={programme ?? ''}
          options={[
            { value: '', label: t('bailout.all') },
            ...programmes.map(({ code }) => ({ value: code, label: code })),
          ]}
          set={(chosen) =>
            void navigate({ search: (now) => ({ ...now, programme: chosen || undefined }), replace: true })
          }
        />
      </div>
      <Listed
        title={title}
        list={list}
        file="allocations"
        empty={t('bailout.noAllocations')}
        columns={[
          t('bailout.institution'),
          t('bailout.programme'),
          figures('granted'),
          figures('used'),
          figures('available'),
        ]}
        keyOf={(each) => `${each.programme} ${each.institution}`}
        cells={({ institution, programme: of, granted, used, available }) => {
          const needsNone = programmes.some(({ code, cap }) => code === of && cap === null);
          return [
            <bdi key="institution">{name('institution', institution)}</bdi>,
            <SentText key="programme" text={of} />,
            needsNone ? t('bailout.noAllocation') : <Quantity key="granted" text={granted} unit="CNY" />,
            <Quantity key="used" text={used} unit="CNY" />,
            needsNone ? t('bailout.unbounded') : <Quantity key="available" text={available} unit="CNY" />,
          ];
        }}
      />
    </section>
  );
};
