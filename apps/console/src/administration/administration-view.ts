import { fitting, type Given, isCode } from '../figures/cut.js';

export const parts = ['institutions', 'keys', 'health'] as const;
type Part = (typeof parts)[number];

/** Absent: the first part. */
export interface AdministrationView {
  readonly part?: Part | undefined;
  /** The institution that is amended. */
  readonly amend?: string | undefined;
}

export const administrationViewIn = ({ part, amend }: Given): AdministrationView => ({
  part: parts.find((each) => each === part),
  amend: fitting(amend, isCode),
});
