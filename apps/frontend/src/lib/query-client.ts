import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiProblem, Unreachable } from './api';

/** Worth another try: no answer, or an answer that says "not now". */
export const isTransient = (error: unknown): boolean =>
  error instanceof Unreachable || (error instanceof ApiProblem && [502, 503, 504].includes(error.status));

/**
 * The query client of a page. `onSignedOut` is called when any request is answered 401 `unauthenticated`.
 * What is on screen stays there while it is fetched again; live events say when it is stale.
 */
export const createQueryClient = ({ onSignedOut }: { onSignedOut: () => void }): QueryClient => {
  const onError = (error: unknown) => {
    if (error instanceof ApiProblem && error.code === 'unauthenticated') onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => isTransient(error) && failures < 3,
        retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 8_000),
      },
      mutations: {
        // A request whose answer was lost may have been carried out: only a mutation that is safe to repeat says so.
        retry: false,
        networkMode: 'always',
      },
    },
  });
};
