export const parts = ['institutions', 'keys', 'health'] as const;
type Part = (typeof parts)[number];

/** Absent: the first part. */
export interface AdministrationView {
  readonly part?: Part | undefined;
}

export const administrationViewIn = ({
  part,
}: Readonly<Record<string, string | undefined>>): AdministrationView => ({
  part: parts.find((each) => each === part),
});
