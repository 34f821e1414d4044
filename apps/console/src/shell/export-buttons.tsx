import { DownloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FigureBasis } from '#contract';
import { askList, saveFile } from '../http/registry.client.js';

const kinds = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

type Kind = keyof typeof kinds;

interface Exported {
  readonly address: string;
  readonly name: string;
  /** Of what is shown: up to which day it counts. */
  readonly basis: FigureBasis | undefined;
}

/** What the file rests on stands in its name, so that it is known wherever the file goes. */
const fileName = (name: string, basis: FigureBasis | undefined, seq: string | null): string =>
  [name, ...(basis ? [`as-of-${basis.effectiveAsOf}`] : []), ...(seq === null ? [] : [`fact-${seq}`])].join(
    '-',
  );

/** The whole list that is shown a part of, as a file: written by the registry, under the same address. */
export const ExportButtons = ({ address, name, basis }: Exported) => {
  const { t, i18n } = useTranslation();
  const exporting = useMutation({
    mutationFn: async (kind: Kind) => {
      const { file, seq } = await askList(address, kinds[kind], i18n.language);
      saveFile(file, `${fileName(name, basis, seq)}.${kind}`);
    },
  });
  const button = (kind: Kind, label: string) => (
    <Button
      icon={<DownloadOutlined aria-hidden />}
      loading={exporting.isPending && exporting.variables === kind}
      onClick={() => exporting.mutate(kind)}
    >
      {label}
    </Button>
  );
  return (
    <div className="exports no-print">
      {button('csv', 'CSV')}
      {button('xlsx', 'Excel')}
      {exporting.error && <Alert type="error" title={`${t('shell.failed')}: ${exporting.error.message}`} />}
    </div>
  );
};
