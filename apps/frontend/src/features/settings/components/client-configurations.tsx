'use client';

import { Tabs } from '@base-ui/react/tabs';
import { clsx } from 'clsx';
import { TOKEN_CLIENTS, type TokenUse } from '../token-clients';
import { CopyBlock } from './copy-block';

/** How each program is told of the server and the token, one tab each. */
export const ClientConfigurations = ({ use }: { use: TokenUse }) => (
  <Tabs.Root defaultValue={TOKEN_CLIENTS[0]?.id} className="grid grid-cols-1 gap-3">
    <Tabs.List aria-label="Program" className="flex flex-wrap gap-x-1 border-b border-line">
      {TOKEN_CLIENTS.map(({ id, name }) => (
        <Tabs.Tab
          key={id}
          value={id}
          className={clsx(
            '-mb-px min-h-11 rounded-t border-b-2 border-transparent px-2.5 font-semibold text-soft sm:min-h-9',
            'transition-colors hover:text-ink data-active:border-accent data-active:text-ink',
          )}
        >
          {name}
        </Tabs.Tab>
      ))}
    </Tabs.List>
    {TOKEN_CLIENTS.map(({ id, name, instruction, configuration }) => (
      <Tabs.Panel key={id} value={id} className="grid grid-cols-1 gap-2">
        <p className="text-small text-soft">{instruction}</p>
        <CopyBlock label={`Copy for ${name}`} text={configuration(use)} />
      </Tabs.Panel>
    ))}
  </Tabs.Root>
);
