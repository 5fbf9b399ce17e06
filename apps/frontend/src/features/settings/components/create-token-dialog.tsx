'use client';

import { type CreatedPersonalToken, newPersonalToken, SCOPES } from '@todo/contracts';
import { type RefObject, useState } from 'react';
import { z } from 'zod';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Select, TextField } from '@/components/ui/field';
import { FormFailure } from '@/features/auth/components/form-failure';
import { useUser } from '@/features/auth/hooks/user';
import { useContractForm } from '@/lib/use-contract-form';
import { useCreateAccessToken } from '../hooks/use-access-tokens';
import { ClientConfigurations } from './client-configurations';
import { CopyBlock } from './copy-block';

const ACCESS = [
  { value: 'write', label: 'Read and write', scopes: [...SCOPES] },
  { value: 'read', label: 'Read only', scopes: ['tasks:read' as const] },
];

const DAYS = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
];

const schema = z.object({
  name: newPersonalToken.shape.name,
  access: z.string(),
  expires_in_days: z.string(),
});

interface CreationFormProps {
  onCreated: (created: CreatedPersonalToken) => void;
  onCancel: () => void;
}

const CreationForm = ({ onCreated, onCancel }: CreationFormProps) => {
  const create = useCreateAccessToken();
  const { form, field, submit, sending, failureWords } = useContractForm({
    schema,
    defaultValues: { name: '', access: 'write', expires_in_days: '90' },
    labels: { name: 'Token name', access: 'Access', expires_in_days: 'Expires' },
    send: async ({ name, access, expires_in_days }) => {
      const scopes = ACCESS.find(({ value }) => value === access)?.scopes ?? [];
      onCreated(await create({ name, scopes, expires_in_days: Number(expires_in_days) }));
    },
  });
  const { label: expiryLabel, error: expiryError, ...expiry } = field('expires_in_days');
  return (
    <form method="post" noValidate onSubmit={submit} className="grid gap-3">
      <FormFailure words={failureWords} />
      <TextField
        {...field('name')}
        autoComplete="off"
        required
        hint="Where it will be used: Claude Code on the laptop."
      />
      <fieldset className="grid gap-1">
        <legend className="font-semibold">Access to tasks</legend>
        <div className="flex flex-wrap gap-x-6">
          {ACCESS.map(({ value, label }) => (
            <label key={value} className="flex min-h-11 cursor-pointer items-center gap-2 sm:min-h-8">
              <input
                type="radio"
                value={value}
                className="size-4 accent-accent"
                {...form.register('access')}
              />
              {label}
            </label>
          ))}
        </div>
      </fieldset>
      <Field label={expiryLabel} error={expiryError}>
        {(control) => <Select {...expiry} {...control} options={DAYS} />}
      </Field>
      <div className="mt-1 flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" busy={sending}>
          Create token
        </Button>
      </div>
    </form>
  );
};

interface CreateTokenDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Where MCP clients find the server. */
  mcpUrl: string;
  /** Takes the focus when it closes. */
  finalFocus: RefObject<HTMLElement | null>;
}

/** Asks what the new token is for, then shows it, this one time. */
const CreateTokenDialog = ({ open, onOpenChange, mcpUrl, finalFocus }: CreateTokenDialogProps) => {
  const { id } = useUser();
  const [created, setCreated] = useState<CreatedPersonalToken | null>(null);
  const tasksUrl = `${window.location.origin}/api/${id}/tasks`;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      // A press beside it must not throw away what can't be shown again.
      keepOpen={created !== null}
      wide={created !== null}
      onClosed={() => setCreated(null)}
      finalFocus={finalFocus}
      title={created === null ? 'Create an access token' : `“${created.name}” is ready`}
      description={
        created === null
          ? 'For a program that works with your tasks. It never reaches your account, and you can revoke it at any time.'
          : 'Copy the token now: it is not shown again. Whoever has it can do what it allows.'
      }
    >
      {created === null ? (
        <CreationForm onCreated={setCreated} onCancel={() => onOpenChange(false)} />
      ) : (
        <div className="grid grid-cols-1 gap-5">
          {/* The form that had the focus is gone. */}
          <CopyBlock autoFocus label="Copy token" text={created.token} />
          <section aria-labelledby="connect" className="grid grid-cols-1 gap-2">
            <h3 id="connect" className="font-semibold">
              Connect a program
            </h3>
            <ClientConfigurations use={{ mcpUrl, tasksUrl, token: created.token }} />
          </section>
          <Button
            variant="primary"
            className="justify-self-end max-sm:w-full"
            onClick={() => onOpenChange(false)}
          >
            I have copied it
          </Button>
        </div>
      )}
    </Dialog>
  );
};

export default CreateTokenDialog;
