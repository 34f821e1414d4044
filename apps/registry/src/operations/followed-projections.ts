/** Every projection that figures and books rest on. */
export const projections = ['register-book', 'loan-book', 'bailout-book', 'targets'] as const;
