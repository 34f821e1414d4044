import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MeasurePreviewAnswer } from '#contract';
import { addressOf, putDefinition, sendJson } from '../http/registry.client.js';
import { previewParameters, type PreviewSpan } from './definitions-view.js';

export interface Definition {
  readonly address: string;
  readonly body: object;
}

/** Sends a definition; all that is shown may have changed with it. */
export const useDefining = <Answer = { readonly version: number }>() => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ address, body }: Definition) => putDefinition<Answer>(address, body),
    onSuccess: () => client.invalidateQueries(),
  });
};

export interface Previewed {
  readonly body: object;
  readonly span: PreviewSpan;
}

/** What a measure would show; nothing is recorded. */
export const usePreview = () =>
  useMutation({
    mutationFn: ({ body, span }: Previewed) =>
      sendJson<MeasurePreviewAnswer>(
        'POST',
        addressOf('/v1/measures/preview', previewParameters(span)),
        body,
      ),
  });
