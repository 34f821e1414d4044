import { fitting, type Given, isCode } from '../figures/cut.js';

export interface BailoutView {
  /** Whose allocations are shown; absent: of all programmes. */
  readonly programme?: string | undefined;
  /** The programme that is amended. */
  readonly amend?: string | undefined;
}

export const bailoutViewIn = ({ programme, amend }: Given): BailoutView => ({
  programme: fitting(programme, isCode),
  amend: fitting(amend, isCode),
});

export const bailoutProgrammesPath = '/v1/bailout/programmes';
export const allocationsPath = '/v1/bailout/allocations';

/** As people write an amount, in the form that the registry takes. */
export const moneyOf = (text: string): string => {
  const plain = text.replace(/[\s,,]/g, '');
  if (!/^\d+(\.\d{1,2})?$/.test(plain)) return plain;
  const [yuan = '', fen = ''] = plain.split('.');
  return `${yuan}.${fen.padEnd(2, '0')}`;
};
