'use client';

import { profilePatch, type User } from '@todo/contracts';
import { Controller } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { TimeZoneField } from '@/components/ui/time-zone-field';
import { useToasts } from '@/components/ui/toast';
import { FormFailure } from '@/features/auth/components/form-failure';
import { useLocale, useSetUser, useUser } from '@/features/auth/hooks/user';
import { api } from '@/lib/api';
import { useContractForm } from '@/lib/use-contract-form';

const schema = profilePatch.required();

/** Name and time zone. */
export const ProfileForm = () => {
  const user = useUser();
  const setUser = useSetUser();
  const locale = useLocale();
  const toasts = useToasts();
  const { form, field, submit, sending, failureWords } = useContractForm({
    schema,
    defaultValues: { name: user.name, time_zone: user.time_zone },
    labels: { name: 'Name', time_zone: 'Time zone' },
    send: async (body) => {
      const { data } = await api<User>('PATCH', '/api/auth/me', { body });
      setUser(data);
      form.reset({ name: data.name, time_zone: data.time_zone });
      toasts.show({ id: 'profile', message: 'Profile saved.' });
    },
  });
  return (
    <form method="post" noValidate onSubmit={submit} className="grid justify-items-start gap-3 *:w-full">
      <FormFailure words={failureWords} />
      <TextField {...field('name')} autoComplete="name" />
      <Controller
        control={form.control}
        name="time_zone"
        render={({ field: { value, onChange }, fieldState }) => (
          <TimeZoneField
            label="Time zone"
            value={value}
            onChange={onChange}
            error={fieldState.error?.message}
            locale={locale}
          />
        )}
      />
      <Button type="submit" busy={sending} className="sm:w-auto!">
        Save profile
      </Button>
    </form>
  );
};
