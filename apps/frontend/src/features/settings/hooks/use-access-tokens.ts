'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CreatedPersonalToken, NewPersonalToken, PersonalToken } from '@todo/contracts';
import { api } from '@/lib/api';

const ACCESS_TOKENS = ['access-tokens'];
const PATH = '/api/auth/tokens';

/** The access tokens of the person, the newest first. */
export const useAccessTokens = () =>
  useQuery({
    queryKey: ACCESS_TOKENS,
    queryFn: async ({ signal }) => (await api<PersonalToken[]>('GET', PATH, { signal })).data,
  });

/** Makes one; the answer is the only thing that ever holds the token. Rejects as `api` does. */
export const useCreateAccessToken = () => {
  const queryClient = useQueryClient();
  return async (body: NewPersonalToken): Promise<CreatedPersonalToken> => {
    const { data } = await api<CreatedPersonalToken>('POST', PATH, { body });
    void queryClient.invalidateQueries({ queryKey: ACCESS_TOKENS });
    return data;
  };
};

/** Revokes one; done when the list is without it. */
export const useRevokeAccessToken = () => {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api('DELETE', `${PATH}/${encodeURIComponent(id)}`),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ACCESS_TOKENS }),
  });
};
