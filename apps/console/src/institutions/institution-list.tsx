import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Institution } from '#contract';
import { useInstantText } from '../figures/fact-names.js';
import type { usePages } from '../http/pages.client.js';
import { useName } from '../progress/target-card.js';
import { Listed } from '../shell/listed.js';
import { SentText } from '../shell/sent-text.js';

interface Shown {
  readonly list: ReturnType<typeof usePages<Institution>>;
  /** What may be done with one, in a column of its own. */
  readonly action: { readonly title: string; readonly cell: (institution: Institution) => ReactNode };
}

/** Who is registered, and who may send. */
export const InstitutionList = ({ list, action }: Shown) => {
  const { t } = useTranslation();
  const at = useInstantText();
  const name = useName();
  const standing = ({ suspended }: Institution): string =>
    suspended
      ? t('administration.suspended', { at: at(suspended.since), reason: suspended.reason })
      : t('administration.active');
  const columns = ['code', 'name', 'kind', 'reportingFrom', 'standing'] as const;
  return (
    <Listed
      title={t('administration.institutions')}
      list={list}
      empty={t('administration.noInstitutions')}
      columns={[...columns.map((column) => t(`administration.${column}`)), action.title]}
      keyOf={({ code }) => code}
      cells={(each) => [
        each.code,
        <SentText key="name" text={name(each.name)} />,
        t(`administration.kinds.${each.kind}`),
        each.reportingFrom,
        <span key="standing" className={each.suspended ? 'fault' : undefined}>
          <SentText text={standing(each)} />
        </span>,
        action.cell(each),
      ]}
    />
  );
};
