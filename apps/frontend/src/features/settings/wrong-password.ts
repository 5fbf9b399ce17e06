import { ApiProblem } from '@/lib/api';

/** Puts "wrong password" at the field where it was typed; passes everything else on. */
export const wrongPasswordAt =
  (field: string) =>
  (error: unknown): never => {
    if (!(error instanceof ApiProblem) || error.code !== 'invalid_credentials') throw error;
    const { code, status, retryAfter } = error;
    const message = 'This is not your password. Check it and try again.';
    throw new ApiProblem(message, { code, status, retryAfter, fields: { [field]: message } });
  };
