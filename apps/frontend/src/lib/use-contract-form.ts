'use client';

import '@/lib/zod-without-eval';
import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { type DefaultValues, type FieldValues, type Path, useForm } from 'react-hook-form';
import type { z } from 'zod';
import { useSignedOutSignal } from '@/features/auth/hooks/signed-out';
import { ApiProblem } from '@/lib/api';
import { failureInWords, fieldInWords } from '@/lib/words';

interface FormOptions<Input extends FieldValues, Output> {
  schema: z.ZodType<Output, Input>;
  defaultValues: DefaultValues<Input>;
  /** Fields by the name in the request's body, where it differs from the form's. */
  labels: Record<Path<Input>, string>;
  /** Sends it. What it throws is put at its field, or into `failure`. */
  send: (values: Output) => Promise<void>;
}

/**
 * A form over a schema of contracts. What the server says of a field is shown at that field, which gets the
 * focus; everything else is `failure`, in words.
 */
export const useContractForm = <Input extends FieldValues, Output>({
  schema,
  defaultValues,
  labels,
  send,
}: FormOptions<Input, Output>) => {
  const signedOut = useSignedOutSignal();
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<Input, unknown, Output>({ resolver: zodResolver(schema), defaultValues });

  const submit = form.handleSubmit(async (values) => {
    setFailure(null);
    try {
      await send(values);
    } catch (error) {
      // The whole page says it, and offers to sign in again.
      if (error instanceof ApiProblem && error.code === 'unauthenticated') return signedOut.raise();
      const fields = error instanceof ApiProblem ? Object.entries(error.fields) : [];
      const known = fields.filter(([name]) => name in labels);
      known.forEach(([name, message], index) => {
        form.setError(name as Path<Input>, { message }, { shouldFocus: index === 0 });
      });
      if (known.length === 0) setFailure(error);
    }
  });

  /** What a TextField of this form needs. */
  const field = (name: Path<Input>) => ({
    ...form.register(name),
    label: labels[name],
    error: fieldInWords(
      labels[name],
      form.formState.errors[name]?.message as string | undefined,
      form.getValues(name),
    ),
  });

  return {
    form,
    field,
    submit,
    failure,
    failureWords: failure === null ? null : failureInWords(failure),
    sending: form.formState.isSubmitting,
  };
};
