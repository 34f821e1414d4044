import { DownloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { askFile, saveFile } from '../http/registry.client.js';

const kinds = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

type Kind = keyof typeof kinds;

/** The whole list that is shown a part of, as a file: written by the registry, under the same address. */
export const ExportButtons = ({ address, name }: { readonly address: string; readonly name: string }) => {
  const { t } = useTranslation();
  const exporting = useMutation({
    mutationFn: async (kind: Kind) => saveFile(await askFile(address, kinds[kind]), `${name}.${kind}`),
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
