import { register } from 'node:module';

/** @param {string} text */
const asModule = (text) => `data:text/javascript,${encodeURIComponent(text)}`;

const fs = asModule(`
  export * from 'node:fs';
  export const globSync = () => { throw new Error('Node 20 has no globSync'); };
`);

register(
  asModule(`
    export const resolve = (specifier, context, next) =>
      specifier === 'fs' && context.parentURL?.includes('/@modelcontextprotocol/conformance/')
        ? { url: ${JSON.stringify(fs)}, shortCircuit: true }
        : next(specifier, context);
  `),
);
