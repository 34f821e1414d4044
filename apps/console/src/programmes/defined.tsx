import { useTranslation } from 'react-i18next';
import { NotDone } from '../shell/listed.js';
import type { useDefining } from './definitions.client.js';

/** What came of a definition that was sent: its version, that it stood already, or why it was refused. */
export const Defined = ({
  defining,
}: {
  readonly defining: ReturnType<typeof useDefining<{ readonly version: number }>>;
}) => {
  const { t } = useTranslation();
  const { data, error } = defining;
  return (
    <>
      <p role="status">
        {data &&
          t(data.isRecorded ? 'programmes.published' : 'programmes.stoodAlready', {
            version: data.answer.version,
          })}
      </p>
      {error && <NotDone error={error} />}
    </>
  );
};
