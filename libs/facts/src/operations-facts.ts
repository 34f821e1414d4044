import { type FactOfValue, factValue } from './fact-value.js';
import { text, wholeNumber } from './stored-values.js';

// Stream `operations-{projection}`. These names are the storage format: add, never rename.

/** The rows of a projection were built anew beside the live ones, compared with them, and took their place. */
const projectionSwitched = factValue(
  {
    type: 'ProjectionSwitched',
    streams: ['operations'],
    subject: 'projection',
    bearing: 'states',
    institution: false,
    effectiveDate: false,
  },
  {
    data: {
      projection: text,
      /** Id of the rebuild. */
      rebuild: text,
      fromVersion: wholeNumber,
      toVersion: wholeNumber,
      /** The last fact that the rows rested on, before and after. */
      seq: wholeNumber,
      /** The fact up to which both were compared, and in how many rows they differed. */
      comparedSeq: wholeNumber,
      differences: wholeNumber,
    },
  },
);

export const operationsFacts = { ProjectionSwitched: projectionSwitched };

export type ProjectionSwitched = FactOfValue<typeof projectionSwitched>;
