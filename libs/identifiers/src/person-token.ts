const personToken = /^P1_[A-Z2-7]{26}$/;

/**
 * Whether the text is a person token of key version 1: `P1_` and 26 characters of base32, the first 130 bits of an HMAC over the
 * person's identity number (2.5). The secret is the banks' alone, so no more than the form can be checked here.
 */
export const isPersonToken = (text: string): boolean => personToken.test(text);
